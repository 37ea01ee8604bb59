/**
 * Runs `step` again and again until it says that there is nothing to do; asked meanwhile, once
 * more. Never two at a time. `onIdle` after every stop.
 */
export function createPump(step: () => Promise<boolean>, onIdle: () => void): () => void {
  let isRunning = false;
  let isWanted = false;

  async function run(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      while (await step());
    }
    isRunning = false;
    onIdle();
  }

  return () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    void run();
  };
}
