import { describe, expect, test } from "vitest";
import { findAdapter, recognise } from "./adapters";
import type { ModelIo } from "./model-io";
import { modelIo } from "./testing/adapter-fixture";

const picture = ["images", [1, 3, 640, 640]] as const;
const freePicture = ["images", ["batch", 3, "height", "width"]] as const;
const TWO_NAMES = { names: "{0: 'a', 1: 'b'}" };

/** The likeliest family first. */
function families(io: ModelIo): string[] {
  return recognise(io, "image").map(({ adapter }) => adapter.id);
}

describe("what looks alike", () => {
  test.each([
    ["YOLOv6, which has YOLOX's shape", [picture], [["outputs", [1, 8_400, 85]]], {}, "yolox"],
    ["YOLOX with two classes", [picture], [["output", [1, 8_400, 7]]], {}, "yolox"],
    [
      "YOLOv8 with three classes, transposed and named",
      [picture],
      [["o", [1, 8_400, 7]]],
      { names: "['a', 'b', 'c']" },
      "yolo-v8",
    ],
    [
      "YOLOv8 of 1280 × 768",
      [["images", [1, 3, 768, 1_280]]],
      [["o", [1, 6, 20_160]]],
      {},
      "yolo-v8",
    ],
    [
      "YOLOv5 with a fourth stride",
      [["images", [1, 3, 1_280, 1_280]]],
      [["o", [1, 102_000, 85]]],
      {},
      "yolo-v5",
    ],
    [
      "YOLOv5 of old with its heads",
      [picture],
      [
        ["output", [1, 25_200, 85]],
        ["a", [1, 3, 80, 80, 85]],
        ["b", [1, 3, 40, 40, 85]],
        ["c", [1, 3, 20, 20, 85]],
      ],
      {},
      "yolo-v5",
    ],
    [
      "YOLOv10 with two classes",
      [picture],
      [["output0", [1, 300, 6]]],
      TWO_NAMES,
      "yolo-end-to-end",
    ],
    [
      "YOLO26 for masks",
      [picture],
      [
        ["output0", [1, 300, 38]],
        ["output1", [1, 32, 160, 160]],
      ],
      { ...TWO_NAMES, task: "segment", end2end: "True" },
      "yolo-end-to-end",
    ],
    [
      "RT-DETR with two classes",
      [picture],
      [["output0", [1, 300, 6]]],
      { ...TWO_NAMES, description: "Ultralytics RT-DETR-l model" },
      "detr",
    ],
    [
      "RF-DETR",
      [["input", [1, 3, 560, 560]]],
      [
        ["dets", [1, 300, 4]],
        ["labels", [1, 300, 91]],
      ],
      {},
      "detr",
    ],
    [
      "UltraFace",
      [["input", [1, 3, 240, 320]]],
      [
        ["scores", [1, 4_420, 2]],
        ["boxes", [1, 4_420, 4]],
      ],
      {},
      "ssd",
    ],
    [
      "Faster R-CNN of torchvision",
      [["image", [1, 3, "h", "w"]]],
      [
        ["boxes", ["n", 4]],
        ["labels", ["n"], "int64"],
        ["scores", ["n"]],
      ],
      {},
      "ssd",
    ],
    [
      "BlazeFace, both heads in one",
      [["input", [1, 128, 128, 3]]],
      [
        ["regressors", [1, 896, 16]],
        ["classificators", [1, 896, 1]],
      ],
      {},
      "blazeface",
    ],
    [
      "a classifier with spatial ends",
      [["data", [1, 3, 224, 224]]],
      [["softmaxout_1", [1, 1_000, 1, 1]]],
      {},
      "image-classification",
    ],
  ] as const)("%s", (_, inputs, outputs, metadata, expected) => {
    expect(families(modelIo(inputs, outputs, metadata))[0]).toBe(expected);
  });
});

describe("what no family of boxes takes", () => {
  test.each([
    ["turned boxes", [picture], [["output0", [1, 7, 8_400]]], { ...TWO_NAMES, task: "obb" }],
    [
      "turned boxes, end to end",
      [picture],
      [["output0", [1, 300, 7]]],
      { ...TWO_NAMES, task: "obb" },
    ],
    ["maps of depth", [["input", [1, 3, 256, 256]]], [["depth", [1, 256, 256]]], {}],
    ["maps of classes", [["input", [1, 3, 512, 512]]], [["logits", [1, 150, 128, 128]]], {}],
    ["four pictures at once", [["images", [4, 3, 640, 640]]], [["output0", [4, 84, 8_400]]], {}],
    [
      "two pictures",
      [
        ["a", [1, 3, 64, 64]],
        ["b", [1, 3, 64, 64]],
      ],
      [["o", [1, 10]]],
      {},
    ],
    ["no picture", [["ids", [1, "n"], "int64"]], [["logits", [1, "n", 9]]], {}],
    ["nothing", [], [], {}],
  ] as const)("%s", (_, inputs, outputs, metadata) => {
    expect(families(modelIo(inputs, outputs, metadata))).toEqual([]);
  });
});

test("with free sides the families that look alike are all named, none of them surely", () => {
  const io = modelIo([freePicture], [["output", ["batch", "anchors", 85]]]);
  expect(families(io)).toEqual(expect.arrayContaining(["yolox", "yolo-v5", "yolo-v8"]));
  expect(recognise(io).every(({ confidence }) => confidence < 0.5)).toBe(true);
});

test("what a model tells beside boxes is said", () => {
  const io = modelIo(
    [picture],
    [
      ["output0", [1, 38, 8_400]],
      ["output1", [1, 32, 160, 160]],
    ],
    { ...TWO_NAMES, task: "segment", imgsz: "[640, 640]" },
  );
  const defaults = findAdapter("yolo-v8")?.defaults(io);
  expect(defaults).toMatchObject({ classes: ["a", "b"], classCount: 2, unused: ["masks"] });
});
