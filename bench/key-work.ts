import type { Browser, Page } from "@playwright/test";
import { z } from "zod";

/** What the main thread did for one key press. */
export type KeyWork = {
  /** The key's own handlers, with what React renders in them. */
  scriptMs: number;
  /**
   * All tasks from the key to the end of the commit of the frame that shows it: style, layout and paint with it.
   * Waiting between tasks is not counted, and nothing that comes after the frame.
   */
  workMs: number;
};

const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"];
const eventSchema = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  args: z.unknown().optional(),
});
const dispatchSchema = z.object({ data: z.object({ type: z.string() }) });
const traceSchema = z.object({ traceEvents: z.array(z.unknown()) });

/** A span of time on the main thread, in µs of the trace's clock. */
type Slice = { name: string; start: number; end: number };

/** Does `press` under the browser's own trace, and tells what its last key cost. Tracing makes everything a little slower. */
export async function traceKey(
  browser: Browser,
  page: Page,
  press: () => Promise<void>,
): Promise<KeyWork> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await press();
  const trace = await browser.stopTracing();
  return workOf(traceSchema.parse(JSON.parse(trace.toString("utf8"))).traceEvents);
}

export function workOf(traceEvents: readonly unknown[]): KeyWork {
  const events = traceEvents.flatMap((each) => {
    const { data } = eventSchema.safeParse(each);
    return data?.ph === "X" && data.dur !== undefined ? [{ ...data, dur: data.dur }] : [];
  });
  const isKey = ({ name, args }: { name: string; args?: unknown }) =>
    name === "EventDispatch" && dispatchSchema.safeParse(args).data?.data.type === "keydown";
  const key = events.filter(isKey).sort((a, b) => b.ts - a.ts)[0];
  if (!key) throw new Error("The trace has no key.");
  const slices = events
    .filter(({ pid, tid }) => pid === key.pid && tid === key.tid)
    .map(({ name, ts, dur }): Slice => ({ name, start: ts, end: ts + dur }))
    .sort((a, b) => a.start - b.start);
  const first = (name: string, from: number) => {
    const found = slices.find((slice) => slice.name === name && slice.start >= from);
    if (!found) throw new Error(`The trace has no ${name} after the key.`);
    return found;
  };
  // A callback of the key's frame was asked for in the key's handlers; the frame is over with its commit.
  const frame = first("FireAnimationFrame", key.ts + key.dur);
  const { end } = first("Commit", frame.end);
  const busy = slices
    .filter(({ name, start, end: last }) => name === "RunTask" && last > key.ts && start < end)
    .map((task) => Math.min(task.end, end) - Math.max(task.start, key.ts));
  return { scriptMs: key.dur / 1000, workMs: busy.reduce((sum, ms) => sum + ms, 0) / 1000 };
}
