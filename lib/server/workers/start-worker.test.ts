import { expect, onTestFinished, test } from "vitest";
import { FormatError } from "@/lib/formats/format";
import { AppError } from "../app-error";
import { openWorker, runWorker } from "./start-worker";
import { trialWorker } from "./testing/trial-worker";
import { WorkerError } from "./worker-error";

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("it should have failed"),
    (error: unknown) => error,
  );
}

test("gives the result, and the last progress", async () => {
  const steps: [number, number][] = [];
  const numbers = Float64Array.from([1, 2.5, 4]);
  const { result } = runWorker(
    trialWorker,
    { kind: "sum", numbers },
    { onProgress: (done, total) => steps.push([done, total]) },
  );
  expect(await result).toBe(7.5);
  expect(steps.at(-1)).toEqual([3, 3]);
});

test("streams bytes in order at the pace of the reader, small ones and whole buffers", async () => {
  for (const [chunks, bytes] of [
    [100, 7],
    [300, 65_536],
  ] as const) {
    const { output, result } = runWorker(trialWorker, { kind: "write", chunks, bytes });
    let at = 0;
    for await (const piece of output as AsyncIterable<Uint8Array>) {
      for (const byte of piece) {
        if (byte !== Math.floor(at / bytes) % 256) expect.unreachable(`byte ${at} is ${byte}`);
        at += 1;
      }
    }
    expect(at).toBe(chunks * bytes);
    expect(await result).toBe(chunks);
  }
});

test("a refusal keeps its class, its code and its cause", async () => {
  const format = await failureOf(runWorker(trialWorker, { kind: "refuse" }).result);
  expect(format).toBeInstanceOf(FormatError);
  expect(format).toMatchObject({
    code: "odd",
    where: "a.json",
    message: "It is odd.",
    cause: { message: "Line 3." },
  });
  const app = await failureOf(runWorker(trialWorker, { kind: "forbid" }).result);
  expect(app).toBeInstanceOf(AppError);
  expect(app).toMatchObject({ code: "too_large", extra: { maxBytes: 3 } });
});

test("any other error comes as the cause, with its stack", async () => {
  const error = await failureOf(runWorker(trialWorker, { kind: "break" }).result);
  expect(error).toBeInstanceOf(WorkerError);
  expect(error).toMatchObject({
    code: "failed",
    message: "It broke.",
    cause: { name: "TypeError", cause: { message: "Deeper." } },
  });
  expect((error as { cause: Error }).cause.stack).toContain("trial");
});

test("what takes too much memory ends its thread and not the process", async () => {
  const { output, result } = runWorker(trialWorker, { kind: "swallow" });
  expect(await failureOf(result)).toMatchObject({ code: "out_of_memory" });
  expect(output.errored).toBeInstanceOf(WorkerError);
});

test("a thread that ends without an answer is a failure", async () => {
  const { result } = runWorker(trialWorker, { kind: "exit" });
  expect(await failureOf(result)).toMatchObject({ code: "stopped" });
});

test("cancel reaches work that listens, and ends a thread that does not", async () => {
  const reason = new Error("Somebody pressed cancel.");
  for (const kind of ["wait", "hang"] as const) {
    const controller = new AbortController();
    const input = kind === "wait" ? ({ kind, ms: 60_000 } as const) : ({ kind } as const);
    const { result } = runWorker(trialWorker, input, {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    if (kind === "wait") setImmediate(() => controller.abort(reason));
    expect(await failureOf(result)).toBe(reason);
  }
  const before = AbortSignal.abort(reason);
  const { result } = runWorker(trialWorker, { kind: "wait", ms: 60_000 }, { signal: before });
  expect(await failureOf(result)).toBe(reason);
});

test("a reader who goes away stops the work", async () => {
  const { output, result } = runWorker(trialWorker, { kind: "write", chunks: 1e9, bytes: 65_536 });
  for await (const _ of output) break;
  expect(await failureOf(result)).toMatchObject({ code: "stopped" });
});

test("one thread does many pieces of work in turn, and is replaced when it dies", async () => {
  const worker = openWorker(trialWorker);
  onTestFinished(() => worker.close());
  const sum = () => worker.run({ kind: "sum", numbers: Float64Array.of(1, 2) }).result;
  expect(await sum()).toBe(3);
  expect(await failureOf(worker.run({ kind: "break" }).result)).toMatchObject({ code: "failed" });
  expect(await sum()).toBe(3);
  expect(await failureOf(worker.run({ kind: "exit" }).result)).toMatchObject({ code: "stopped" });
  expect(await sum()).toBe(3);
  const going = sum();
  expect(() => worker.run({ kind: "exit" })).toThrow("at work already");
  await going;
});
