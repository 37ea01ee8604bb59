import { expect, test } from "vitest";
import { createVirtualClock } from "@/lib/editor/saving/testing/virtual-clock";
import { type ActivityPage, createActivity } from "./activity";

/** Some tabs of one person, and the time that passes for all of them. */
function setUp() {
  const time = createVirtualClock();
  const told: (() => void)[] = [];
  function openTab() {
    const state = { isVisible: true, hasFocus: true, isPlaying: false };
    let hear = () => {};
    const page: ActivityPage = {
      input: new EventTarget(),
      document: new EventTarget(),
      isVisible: () => state.isVisible,
      hasFocus: () => state.hasFocus,
      tell: () => {
        for (const each of told) if (each !== hear) each();
      },
      onTold(then) {
        hear = then;
        told.push(then);
      },
      clock: time.clock,
    };
    const activity = createActivity(page);
    const end = activity.attend(() => state.isPlaying);
    return {
      state,
      end,
      act: (name = "keydown") => page.input.dispatchEvent(new Event(name)),
      show(isVisible: boolean) {
        state.isVisible = isVisible;
        page.document.dispatchEvent(new Event("visibilitychange"));
      },
      seconds: () => activity.time.pendingMs() / 1_000,
    };
  }
  return { openTab, pass: (seconds: number) => time.pass(seconds * 1_000, async () => undefined) };
}

test("what lies between two signs counts, and nobody at the keyboard does not", async () => {
  const { openTab, pass } = setUp();
  const tab = openTab();
  tab.act("pointermove");
  await pass(20);
  tab.act("wheel");
  expect(tab.seconds()).toBe(20);
  await pass(3_600);
  tab.act();
  await pass(2);
  tab.act("input");
  expect(tab.seconds()).toBe(22);
  tab.end();
  await pass(1);
  tab.act();
  expect(tab.seconds()).toBe(22);
});

test("a tab that nobody sees counts nothing, whatever happens in it", async () => {
  const { openTab, pass } = setUp();
  const tab = openTab();
  tab.act();
  await pass(5);
  tab.act();
  tab.show(false);
  tab.state.isPlaying = true;
  for (let n = 0; n < 10; n += 1) {
    await pass(5);
    tab.act();
  }
  expect(tab.seconds()).toBe(5);
  tab.state.isPlaying = false;
  tab.show(true);
  tab.act();
  await pass(4);
  tab.act();
  expect(tab.seconds()).toBe(9);
});

test("listening is work as long as the page has the focus", async () => {
  const { openTab, pass } = setUp();
  const tab = openTab();
  tab.act();
  tab.state.isPlaying = true;
  await pass(120);
  expect(tab.seconds()).toBe(120);
  tab.state.hasFocus = false;
  await pass(120);
  expect(tab.seconds()).toBe(120);
  tab.state.hasFocus = true;
  tab.state.isPlaying = false;
  await pass(120);
  expect(tab.seconds()).toBe(120);
});

test("who goes to and fro between two windows side by side is one person", async () => {
  const { openTab, pass } = setUp();
  const [left, right] = [openTab(), openTab()];
  left.act();
  for (let n = 0; n < 10; n += 1) {
    await pass(6);
    right.act();
    await pass(4);
    left.act();
  }
  expect(left.seconds()).toBe(40);
  expect(right.seconds()).toBe(60);
});

test("from one tab to the other no time is lost", async () => {
  const { openTab, pass } = setUp();
  const [first, second] = [openTab(), openTab()];
  second.show(false);
  first.act();
  await pass(10);
  first.act();
  first.show(false);
  second.show(true);
  await pass(3);
  second.act();
  expect(first.seconds() + second.seconds()).toBe(13);
});
