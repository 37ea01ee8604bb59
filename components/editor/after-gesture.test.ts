import { expect, test, vi } from "vitest";
import { afterGesture } from "./after-gesture";

function setUp(isBusy: boolean) {
  const input = new EventTarget();
  const state = { isBusy, calls: 0 };
  const forget = afterGesture({
    editor: { isBusy: () => state.isBusy },
    work: () => {
      state.calls += 1;
    },
    input,
  });
  return { state, forget, tell: (name: string) => input.dispatchEvent(new Event(name)) };
}

test("where nothing is half made it is done at once, and once", () => {
  const { state, tell } = setUp(false);
  expect(state.calls).toBe(1);
  tell("pointerup");
  expect(state.calls).toBe(1);
});

test("a gesture is let to its end, as the editor hears of the same event", async () => {
  vi.useFakeTimers();
  const { state, tell } = setUp(true);
  tell("keyup");
  await vi.runAllTimersAsync();
  expect(state.calls).toBe(0);
  tell("pointerup");
  state.isBusy = false;
  expect(state.calls).toBe(0);
  await vi.runAllTimersAsync();
  expect(state.calls).toBe(1);
  vi.useRealTimers();
});

test("what is forgotten is not done", async () => {
  vi.useFakeTimers();
  const { state, forget, tell } = setUp(true);
  state.isBusy = false;
  tell("pointerup");
  forget();
  await vi.runAllTimersAsync();
  expect(state.calls).toBe(0);
  vi.useRealTimers();
});
