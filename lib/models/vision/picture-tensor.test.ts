import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RESIZE_MODES } from "../model-options";
import { pictureOptions } from "./detector-defaults";
import { fromFloat16, toFloat16 } from "./float16";
import { framePicture, toItemBox } from "./picture-frame";
import { type Pixels, pictureTensor } from "./picture-tensor";

const side = fc.integer({ min: 1, max: 24 });
const picture: fc.Arbitrary<Pixels> = fc
  .record({ width: side, height: side })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 })
      .map((bytes) => ({ pixels: new Uint8ClampedArray(bytes), width, height })),
  );
const options = fc.record({
  resize: fc.constantFrom(...RESIZE_MODES),
  channels: fc.constantFrom("rgb" as const, "bgr" as const),
  layout: fc.constantFrom("nchw" as const, "nhwc" as const),
  scale: fc.constantFrom(1, 1 / 255),
  mean: fc.constant<[number, number, number]>([0.1, 20, 3]),
  std: fc.constant<[number, number, number]>([2, 0.5, 58]),
  fill: fc.constantFrom(0, 114),
  size: fc.record({ width: side, height: side }),
});

describe("the input of a model", () => {
  test("is what a plain loop over its numbers makes", () => {
    fc.assert(
      fc.property(picture, options, fc.boolean(), (source, { size, ...rest }, isFixed) => {
        const frame = framePicture(source, { resize: rest.resize, size, isFixed });
        const made = pictureTensor(source, { frame, options: rest, type: "float32" });
        const plain = plainTensor(source, frame, rest);
        expect(made.data).toHaveLength(plain.length);
        made.data.forEach((value, i) => {
          expect(Number(value)).toBeCloseTo(plain[i] ?? 0, 2);
        });
      }),
    );
  });

  test("is resized as OpenCV's INTER_LINEAR does it", () => {
    expect(redOf([0, 100], 4)).toEqual([0, 25, 75, 100]);
    expect(redOf([0, 100, 200], 2)).toEqual([25, 175]);
    expect(redOf([10, 20, 30, 40, 50, 60], 2)).toEqual([20, 50]);
    expect(redOf([10, 30], 3)).toEqual([10, 20, 30]);
    expect(redOf([7], 3)).toEqual([7, 7, 7]);
  });

  test("of bytes is rounded", () => {
    expect(redOf([0, 1], 4, "uint8")).toEqual([0, 0, 1, 1]);
  });

  test("of halves has the bits of what a float32 has", () => {
    const bits = redOf([0, 100], 4, "float16");
    expect([...fromFloat16(Uint16Array.from(bits))]).toEqual([0, 25, 75, 100]);
  });
});

/** The first channel of one row of greys, stretched. */
function redOf(greys: number[], width: number, type: "float32" | "uint8" | "float16" = "float32") {
  const pixels = Uint8ClampedArray.from(greys.flatMap((grey) => [grey, 1, 2, 255]));
  const frame = framePicture(
    { width: greys.length, height: 1 },
    { resize: "stretch", size: { width, height: 1 }, isFixed: true },
  );
  const source = { pixels, width: greys.length, height: 1 };
  const { data } = pictureTensor(source, { frame, options: pictureOptions(), type });
  return [...data].map(Number).slice(0, width);
}

function plainTensor(
  { pixels, width, height }: Pixels,
  frame: ReturnType<typeof framePicture>,
  {
    channels,
    layout,
    scale,
    mean,
    std,
    fill,
  }: Omit<Parameters<typeof pictureOptions>[0] & object, "resize"> &
    Pick<
      ReturnType<typeof pictureOptions>,
      "channels" | "layout" | "scale" | "mean" | "std" | "fill"
    >,
): number[] {
  const at = (x: number, y: number, channel: number) => {
    const column = Math.min(Math.max(x, 0), width - 1);
    const row = Math.min(Math.max(y, 0), height - 1);
    return pixels[(row * width + column) * 4 + channel] ?? 0;
  };
  const between = (x: number, y: number, channel: number) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const upper = at(left, top, channel) * (left + 1 - x) + at(left + 1, top, channel) * (x - left);
    const lower =
      at(left, top + 1, channel) * (left + 1 - x) + at(left + 1, top + 1, channel) * (x - left);
    return upper * (top + 1 - y) + lower * (y - top);
  };
  const values: number[] = [];
  for (let y = 0; y < frame.height; y++) {
    for (let x = 0; x < frame.width; x++) {
      for (let place = 0; place < 3; place++) {
        const [column, row] = [x - frame.left, y - frame.top];
        const isIn =
          column >= 0 && row >= 0 && column < frame.drawnWidth && row < frame.drawnHeight;
        const value = isIn
          ? between(
              ((column + 0.5) * width) / frame.drawnWidth - 0.5,
              ((row + 0.5) * height) / frame.drawnHeight - 0.5,
              channels === "rgb" ? place : 2 - place,
            )
          : fill;
        const index =
          layout === "nhwc"
            ? (y * frame.width + x) * 3 + place
            : (place * frame.height + y) * frame.width + x;
        values[index] = (value * scale - (mean[place] ?? 0)) / (std[place] ?? 1);
      }
    }
  }
  return values;
}

describe("where a picture lies in the input", () => {
  const sides = fc.integer({ min: 1, max: 5_000 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test("boxes come back to the pixels of the item that they were made of", () => {
    fc.assert(
      fc.property(
        fc.record({ width: sides, height: sides }),
        fc.record({
          width: fc.integer({ min: 1, max: 800 }),
          height: fc.integer({ min: 1, max: 800 }),
        }),
        fc.constantFrom(...RESIZE_MODES),
        fc.tuple(share, share, share, share),
        fc.constantFrom(1, 32),
        (item, size, resize, [a, b, c, d], multipleOf) => {
          const frame = framePicture(item, {
            resize,
            size,
            isFixed: resize !== "longest-side",
            multipleOf,
          });
          const toInput = (across: number, down: number) => ({
            x: frame.left + across * frame.drawnWidth,
            y: frame.top + down * frame.drawnHeight,
          });
          const first = toInput(Math.min(a, b), Math.min(c, d));
          const second = toInput(Math.max(a, b), Math.max(c, d));
          const box = toItemBox(
            { x1: first.x, y1: first.y, x2: second.x, y2: second.y },
            frame,
            item,
          );
          expect(box.x).toBeCloseTo(Math.min(a, b) * item.width, 6);
          expect(box.y).toBeCloseTo(Math.min(c, d) * item.height, 6);
          expect(box.x + box.w).toBeCloseTo(Math.max(a, b) * item.width, 6);
          expect(box.y + box.h).toBeCloseTo(Math.max(c, d) * item.height, 6);
        },
      ),
    );
  });

  test("is inside it, never empty, and as large as fits", () => {
    fc.assert(
      fc.property(
        fc.record({ width: sides, height: sides }),
        fc.constantFrom(...RESIZE_MODES),
        fc.boolean(),
        (item, resize, isFixed) => {
          const size = { width: 416, height: 320 };
          const frame = framePicture(item, { resize, size, isFixed, multipleOf: 32 });
          expect(Math.min(frame.drawnWidth, frame.drawnHeight)).toBeGreaterThanOrEqual(1);
          expect(frame.left + frame.drawnWidth).toBeLessThanOrEqual(frame.width);
          expect(frame.top + frame.drawnHeight).toBeLessThanOrEqual(frame.height);
          if (isFixed) expect(frame).toMatchObject(size);
          expect(frame.width % 32 === 0 && frame.height % 32 === 0).toBe(true);
          const isWide = frame.drawnWidth === frame.width;
          expect(isWide || frame.drawnHeight === frame.height).toBe(true);
        },
      ),
    );
  });

  test("lies where the reference implementations put it", () => {
    const size = { width: 640, height: 640 };
    const bus = { width: 810, height: 1_080 };
    const of = (resize: (typeof RESIZE_MODES)[number], isFixed = true) =>
      framePicture(bus, { resize, size, isFixed, multipleOf: 32 });
    expect(of("letterbox")).toEqual({
      ...size,
      left: 80,
      top: 0,
      drawnWidth: 480,
      drawnHeight: 640,
    });
    expect(of("letterbox-corner")).toMatchObject({
      left: 0,
      top: 0,
      drawnWidth: 480,
      drawnHeight: 640,
    });
    expect(of("stretch")).toMatchObject({ drawnWidth: 640, drawnHeight: 640 });
    expect(of("longest-side", false)).toMatchObject({ width: 480, height: 640, drawnWidth: 480 });
    expect(of("longest-side")).toMatchObject({ width: 640, height: 640, drawnWidth: 480 });
  });
});

describe("half floats", () => {
  test("every half comes back from its float32", () => {
    const halves = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter(
      // Of what is no number there are many.
      (half) => (half & 0x7c00) !== 0x7c00 || (half & 0x3ff) === 0,
    );
    expect(toFloat16(fromFloat16(halves))).toEqual(halves);
  });

  test("numbers are rounded to the nearest half", () => {
    fc.assert(
      fc.property(fc.float({ min: -70_000, max: 70_000, noNaN: true }), (value) => {
        const [rounded = 0] = fromFloat16(toFloat16(Float32Array.of(value)));
        // From here on halves are infinite.
        const isTooLarge = Math.abs(value) >= 65_520;
        const step = Math.max(2 ** (Math.floor(Math.log2(Math.abs(value) || 1)) - 10), 2 ** -24);
        expect(Math.abs(rounded - value) <= step / 2).toBe(!isTooLarge);
      }),
    );
    expect(fromFloat16(toFloat16(Float32Array.of(Number.NaN)))[0]).toBeNaN();
  });
});
