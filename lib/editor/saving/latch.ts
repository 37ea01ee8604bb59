/** A promise that somebody else resolves. `Promise.withResolvers` is not in every browser we serve. */
export function createLatch(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
