import { MessageChannel } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { ModelError } from "../model-error";
import { type CallTools, connectCalls, serveCalls } from "./rpc";

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

const calls = {
  double: async (numbers: Float32Array, { report }: CallTools) => {
    report(1, 2);
    return numbers.map((value) => value * 2);
  },
  refuse: () => Promise.reject(new ModelError("opset", "99")),
  break: () => Promise.reject(new TypeError("That is no model.")),
  wait: (_: null, { signal }: CallTools) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    }),
};

/** A page and its worker, joined by a real channel. */
function joined() {
  const { port1, port2 } = new MessageChannel();
  channels.push({ port1, port2 } as MessageChannel);
  serveCalls(asPort(port2), calls, (answer) =>
    answer instanceof Float32Array ? [answer.buffer] : [],
  );
  return connectCalls<typeof calls>(asPort(port1));
}

/** A port of Node takes what is to be handed over as a list. */
function asPort(port: MessageChannel["port1"]) {
  port.start();
  return {
    postMessage: (message: unknown, options?: StructuredSerializeOptions) =>
      port.postMessage(message, (options?.transfer ?? []) as ArrayBuffer[]),
    addEventListener: (_: "message", listener: (event: MessageEvent) => void) =>
      void port.on("message", (data) => listener({ data } as MessageEvent)),
  };
}

test("an answer, and what is told on the way", async () => {
  const progress: number[][] = [];
  const numbers = Float32Array.of(1, 2, 3);
  const answer = await joined().call("double", numbers, {
    transfer: [numbers.buffer],
    onProgress: (...told) => progress.push(told),
  });
  expect(answer).toEqual(Float32Array.of(2, 4, 6));
  expect(numbers.byteLength).toBe(0);
  expect(progress).toEqual([[1, 2]]);
});

test("problems of models keep their name and detail; others are told as they are", async () => {
  const { call } = joined();
  await expect(call("refuse", null as never)).rejects.toMatchObject({
    name: "ModelError",
    problem: "opset",
    detail: "99",
  });
  await expect(call("break", null as never)).rejects.toMatchObject({
    problem: "failed",
    detail: "That is no model.",
  });
});

test("whoever gives up goes on at once, and the next call works", async () => {
  const { call } = joined();
  const stop = new AbortController();
  const waiting = call("wait", null, { signal: stop.signal });
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  await expect(call("wait", null, { signal: stop.signal })).rejects.toMatchObject({
    name: "AbortError",
  });
  expect(await call("double", Float32Array.of(4))).toEqual(Float32Array.of(8));
});

test("when the worker ends, everybody hears of it", async () => {
  const { call, fail } = joined();
  const waiting = call("wait", null);
  fail(new ModelError("failed", "gone"));
  await expect(waiting).rejects.toMatchObject({ detail: "gone" });
  await expect(call("wait", null)).rejects.toMatchObject({ detail: "gone" });
});
