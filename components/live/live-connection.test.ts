import { expect, test } from "vitest";
import { createVirtualClock } from "@/lib/editor/saving/testing/virtual-clock";
import { createLiveConnection, type LiveNews, type LiveSource } from "./live-connection";

/** A line whose other end is the test. */
function createLine() {
  type On = Parameters<LiveSource["open"]>[0];
  const opened: { on: On; isOpen: boolean }[] = [];
  const source: LiveSource = {
    open(on) {
      const line = { on, isOpen: true };
      opened.push(line);
      return () => {
        line.isOpen = false;
      };
    },
  };
  return {
    source,
    opened,
    openCount: () => opened.filter(({ isOpen }) => isOpen).length,
    last() {
      const line = opened.at(-1);
      if (!line) throw new Error("no line was opened");
      return line.on;
    },
  };
}

function setUp(isVisible = true) {
  const time = createVirtualClock();
  const line = createLine();
  const connection = createLiveConnection({
    source: line.source,
    clock: time.clock,
    random: () => 1,
    isVisible,
  });
  const heard: LiveNews[] = [];
  connection.subscribe((news) => heard.push(news));
  const pass = (ms: number) => time.pass(ms, async () => undefined);
  return { line, connection, heard, pass };
}

test("tells events, and passes over what it does not know", () => {
  const { line, heard } = setUp();
  line.last().alive();
  line.last().message('{"kind":"labels"}');
  line.last().message('{"kind":"from a later version"}');
  line.last().message("no json");
  expect(heard).toEqual([{ kind: "labels" }]);
});

test("a lost line comes back, later each time, and says that something may have been missed", async () => {
  const { line, heard, pass } = setUp();
  line.last().alive();
  line.last().lost();
  await pass(499);
  expect(line.opened).toHaveLength(1);
  await pass(1);
  expect(line.opened).toHaveLength(2);
  line.last().lost();
  await pass(999);
  expect(line.opened).toHaveLength(2);
  await pass(1);
  line.last().alive();
  expect(heard).toEqual([{ kind: "missed" }]);
  expect(line.openCount()).toBe(1);
});

test("a line that falls silent counts as lost", async () => {
  const { line, heard, pass } = setUp();
  line.last().alive();
  await pass(30_000);
  line.last().alive();
  await pass(30_000);
  expect(line.opened).toHaveLength(1);
  await pass(11_000);
  expect(line.opened).toHaveLength(2);
  line.last().alive();
  expect(heard).toEqual([{ kind: "missed" }]);
});

test("a page that nobody looks at gives its line back, and asks anew when it is looked at", async () => {
  const { line, connection, heard, pass } = setUp();
  line.last().alive();
  connection.setVisible(false);
  await pass(10_000);
  connection.setVisible(true);
  await pass(60);
  expect(line.opened).toHaveLength(1);
  connection.setVisible(false);
  await pass(31_000);
  expect(line.openCount()).toBe(0);
  await pass(600_000);
  expect(line.opened).toHaveLength(1);
  connection.setVisible(true);
  line.last().alive();
  expect(line.openCount()).toBe(1);
  expect(heard).toEqual([{ kind: "missed" }]);
});

test("what was read long before the first line stood is asked for again", async () => {
  const { line, connection, heard, pass } = setUp(false);
  expect(line.opened).toHaveLength(0);
  await pass(10_000);
  connection.setVisible(true);
  line.last().alive();
  expect(heard).toEqual([{ kind: "missed" }]);
  connection.close();
  await pass(100_000);
  expect(line.openCount()).toBe(0);
});
