import type { ModelRunner } from "@/lib/models/model-runner";

let runner: Promise<ModelRunner> | null = null;

/** The page's one runner; its code is loaded, and its worker started, when it is first asked for. */
export function getRunner(): Promise<ModelRunner> {
  runner ??= import("@/lib/models/session/create-runner").then(({ createModelRunner }) =>
    createModelRunner(),
  );
  // Code that could not be fetched is asked for again.
  runner.catch(() => {
    runner = null;
  });
  return runner;
}
