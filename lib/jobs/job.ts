import type { z } from "zod";
import type { App } from "@/lib/server/app";

/** What a running job may use. */
export type JobContext = {
  app: App;
  jobId: string;
  projectId: string;
  userId: string;
  /** Aborts when somebody cancels; long loops call `throwIfAborted`. */
  signal: AbortSignal;
  /** Cheap: called as often as there is news, written down now and then. */
  progress(done: number, total: number): void;
};

/**
 * Long work as data. `run` may be cut off at any point (cancel, a crash) and started again: what
 * was done must stay valid, and be recognised the second time.
 */
export interface JobKind<P extends z.core.$ZodType = z.core.$ZodType> {
  id: string;
  payload: P;
  /**
   * A server that starts goes on with what an earlier one left unfinished, without being asked:
   * for work that must not stay half done. The others are for a person to start again.
   */
  isTakenUp?: boolean;
  /** The answer is kept as the job's result: plain JSON. */
  run(payload: z.output<P>, context: JobContext): Promise<unknown>;
}

/** Keeps the payload's type inside, so that different kinds go into one list. */
export function defineJob<P extends z.core.$ZodType>(kind: JobKind<P>): JobKind {
  return kind as unknown as JobKind;
}
