import { defineWorker } from "../worker-spec";

export type Trial =
  | { kind: "sum"; numbers: Float64Array }
  | { kind: "write"; chunks: number; bytes: number }
  | { kind: "wait"; ms: number }
  | { kind: "refuse" | "forbid" | "break" | "hang" | "swallow" | "exit" };

/** The worker that the tests of the mechanism run. */
export const trialWorker = defineWorker<Trial, number>({ entry: "testing/trial", maxHeapMb: 32 });
