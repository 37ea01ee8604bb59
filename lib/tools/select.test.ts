import { expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { selectTool } from "./select";
import { drive } from "./tool-driver";

function box(id: string, x: number, y: number, w: number, h: number): Annotation {
  return {
    id,
    labelId: "label",
    geometry: { kind: "box", x, y, w, h },
    attributes: {},
    order: 0,
    score: null,
    source: "manual",
    groupId: null,
  };
}
const big = box("big", 0, 0, 90, 70);
const mid = box("mid", 10, 10, 40, 40);
const small = box("small", 20, 20, 10, 10);
const annotations = [small, big, mid];

test("a click takes the smallest, clicking again goes through what lies below", () => {
  const hand = drive(selectTool, { annotations }).click(24, 24);
  expect(hand.selection()).toEqual(["small"]);
  expect(hand.click(24, 24).selection()).toEqual(["mid"]);
  expect(hand.click(24, 24).selection()).toEqual(["big"]);
  expect(hand.click(24, 24).selection()).toEqual(["small"]);
});

test("a click beside everything selects nothing, with Shift it changes nothing", () => {
  const hand = drive(selectTool, { annotations, selection: ["mid"] });
  expect(hand.hold({ shift: true }).click(97, 77).selection()).toEqual(["mid"]);
  expect(hand.hold({}).click(97, 77).selection()).toEqual([]);
});

test("Shift adds and takes away", () => {
  const hand = drive(selectTool, { annotations, selection: ["mid"] }).hold({ shift: true });
  expect(hand.click(24, 24).selection()).toEqual(["mid", "small"]);
  expect(hand.click(24, 24).selection()).toEqual(["mid"]);
});

test("a rubber band takes what lies wholly inside", () => {
  const hand = drive(selectTool, { annotations: [mid, small] });
  const banded = hand.down(5, 5).move(60, 60);
  expect(selectTool.marquee(banded.state() as typeof selectTool.start)).toEqual({
    x: 5,
    y: 5,
    w: 55,
    h: 55,
  });
  expect(banded.up().selection()).toEqual(["mid", "small"]);
  expect(hand.down(60, 60).move(45, 45).up().selection()).toEqual([]);
});

test("dragging selects and moves in one go, and stops at the edge", () => {
  const hand = drive(selectTool, { annotations }).down(24, 24).move(34, 29).up();
  expect(hand.selection()).toEqual(["small"]);
  expect(hand.changed()).toEqual({ small: { ...small.geometry, x: 30, y: 25 } });
  const far = drive(selectTool, { annotations }).down(24, 24).move(-500, 500).up();
  expect(far.changed()).toEqual({ small: { ...small.geometry, x: 0, y: 70 } });
});

test("several move as one and keep their distances at the edge", () => {
  const hand = drive(selectTool, { annotations, selection: ["mid", "small"] });
  expect(hand.down(24, 24).move(-76, 24).up().changed()).toEqual({
    mid: { ...mid.geometry, x: 0 },
    small: { ...small.geometry, x: 10 },
  });
});

test("what is selected moves from under something smaller", () => {
  const hand = drive(selectTool, { annotations, selection: ["mid"] })
    .down(24, 24)
    .move(29, 24)
    .up();
  expect(hand.changed()).toEqual({ mid: { ...mid.geometry, x: 15 } });
});

test("a trembling hand clicks, a finger may tremble more", () => {
  const mouse = drive(selectTool, { annotations }).down(24, 24).move(26, 25).up();
  expect(mouse.changed()).toEqual({});
  const finger = drive(selectTool, { annotations }).with("touch").down(24, 24).move(30, 28).up();
  expect(finger.changed()).toEqual({});
});

test("handles resize and keep the offset at which they were grabbed", () => {
  const hand = drive(selectTool, { annotations: [mid], selection: ["mid"] });
  expect(hand.down(51, 51).move(61, 56).up().changed()).toEqual({
    mid: { kind: "box", x: 10, y: 10, w: 50, h: 45 },
  });
});

test("pulling a handle over the far side turns the box over", () => {
  const hand = drive(selectTool, { annotations: [small], selection: ["small"] });
  expect(hand.down(30, 25).move(5, 25).up().changed()).toEqual({
    small: { kind: "box", x: 5, y: 20, w: 15, h: 10 },
  });
});

test("squeezing to nothing changes nothing", () => {
  const hand = drive(selectTool, { annotations: [small], selection: ["small"] });
  expect(hand.down(30, 25).move(20, 25).up().changed()).toEqual({});
});

test("what is locked is neither taken nor moved nor resized", () => {
  const hand = drive(selectTool, { annotations: [mid], locked: ["mid"], selection: ["mid"] });
  expect(hand.down(50, 50).move(70, 70).up().changed()).toEqual({});
  expect(hand.click(24, 24).selection()).toEqual([]);
});

test("Esc puts back what is being moved", () => {
  const hand = drive(selectTool, { annotations }).down(24, 24).move(34, 29).cancel().up();
  expect(hand.changed()).toEqual({});
});
