import { expect, test } from "vitest";
import { boxTool } from "./box";
import { drive } from "./tool-driver";

const box = (x: number, y: number, w: number, h: number) => ({ kind: "box", x, y, w, h });

test("dragging draws a box and shows it meanwhile", () => {
  const hand = drive(boxTool).down(10, 10).move(40, 50);
  expect(boxTool.preview(hand.state() as typeof boxTool.start)).toEqual(box(10, 10, 30, 40));
  expect(hand.up().created()).toEqual([box(10, 10, 30, 40)]);
});

test("dragging to the upper left draws the same box", () => {
  expect(drive(boxTool).down(40, 50).move(10, 10).up().created()).toEqual([box(10, 10, 30, 40)]);
});

test("two clicks draw a box", () => {
  const hand = drive(boxTool).click(10, 10).move(40, 50).click(40, 50);
  expect(hand.created()).toEqual([box(10, 10, 30, 40)]);
});

test("a double click does not make a box, the next click elsewhere does", () => {
  const hand = drive(boxTool).click(10, 10).click(11, 10);
  expect(hand.created()).toEqual([]);
  expect(hand.click(40, 50).created()).toHaveLength(1);
});

test("taps of a finger work without a move in between", () => {
  const hand = drive(boxTool).with("touch").click(10, 10).click(40, 50);
  expect(hand.created()).toEqual([box(10, 10, 30, 40)]);
});

test("Shift makes it square, Alt draws from the centre, also when pressed late", () => {
  expect(drive(boxTool).hold({ shift: true }).down(10, 10).move(40, 30).up().created()).toEqual([
    box(10, 10, 30, 30),
  ]);
  expect(drive(boxTool).down(50, 40).move(60, 45).hold({ alt: true }).up().created()).toEqual([
    box(40, 35, 20, 10),
  ]);
  const both = drive(boxTool).hold({ alt: true, shift: true }).down(50, 40).move(60, 45).up();
  expect(both.created()).toEqual([box(40, 30, 20, 20)]);
});

test("the image's edge stops it, squares stay square", () => {
  expect(drive(boxTool).down(-20, 10).move(150, 200).up().created()).toEqual([box(0, 10, 100, 70)]);
  const square = drive(boxTool).hold({ shift: true }).down(70, 70).move(200, 75).up();
  expect(square.created()).toEqual([box(70, 70, 10, 10)]);
});

test("Esc drops what is being drawn", () => {
  expect(drive(boxTool).down(10, 10).move(40, 50).cancel().up().created()).toEqual([]);
  expect(drive(boxTool).click(10, 10).cancel().click(40, 50).created()).toEqual([]);
});

test("a slip thinner than a pixel is no box", () => {
  expect(drive(boxTool, { scale: 30 }).down(10, 10).move(40, 10.4).up().created()).toEqual([]);
});

test("without a pointer a box is put down whole, inside the image", () => {
  expect(drive(boxTool).place(50, 40).created()).toEqual([box(37.5, 30, 25, 20)]);
  expect(drive(boxTool).place(0, 0).created()).toEqual([box(0, 0, 25, 20)]);
});
