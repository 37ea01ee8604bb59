import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { boxIou } from "@/lib/geometry/box";
import { sharedData } from "@/lib/testing/shared-data";
import { recognise } from "../adapters";
import { runAdapter } from "../drive";
import { readOnnx } from "../onnx-file/read-onnx";
import { FACES, foundOnBus } from "../testing/bus";
import { readPicture } from "../testing/read-picture";
import { openSession } from "../testing/run-with-onnx";

const models = sharedData("models");
const photos = sharedData("images/photos");

const BUILT_IN = "models";

describe.skipIf(!models || !photos)("real models on bus.jpg", () => {
  test.each([
    { id: "nanodet", file: "nanodet-g-416.onnx", from: BUILT_IN },
    { id: "picodet", file: "picodet_s/picodet_s_320_coco.onnx", from: models },
    { id: "yolox", file: "yolox_nano/yolox_nano.onnx", from: models },
    { id: "fastestdet", file: "fastestdet/FastestDet.onnx", from: models },
  ])("$id finds the bus and at least three of four persons", async ({ id, file, from }) => {
    const { suggestions, classes } = await suggestOnBus(id, path.join(from ?? "", file));
    expect(foundOnBus(suggestions, classes)).toMatchObject({
      bus: 1,
      person: expect.toSatisfy((count: number) => count >= 3),
    });
  });

  test.each([
    { id: "blazeface", file: "blazeface-back-256.onnx", from: BUILT_IN },
    { id: "yunet", file: "yunet/yunet_n_dynamic.onnx", from: models },
  ])("$id finds both faces and nothing else", async ({ id, file, from }) => {
    const { suggestions } = await suggestOnBus(id, path.join(from ?? "", file));
    const found = FACES.map((face) =>
      suggestions.findIndex(
        ({ geometry }) => geometry.kind === "box" && boxIou(geometry, face) > 0.5,
      ),
    );
    expect(found.toSorted()).toEqual([0, 1]);
    expect(suggestions).toHaveLength(2);
  });
});

/** By the first family that recognises the file, with its defaults. */
async function suggestOnBus(id: string, file: string) {
  const { io } = readOnnx(readFileSync(file));
  const { run } = await openSession(file);
  const [candidate] = recognise(io, "image");
  expect(candidate?.adapter.id).toBe(id);
  if (!candidate) throw new TypeError("It is not recognised.");
  const { classes, options } = candidate.adapter.defaults(io);
  const suggestions = await runAdapter(candidate.adapter, {
    input: await readPicture(path.join(photos ?? "", "bus.jpg")),
    context: { io: { model: io }, classes, options, assets: {} },
    answer: (step) => {
      if (step.kind !== "run") throw new TypeError("Detectors ask for no samples.");
      return run(step.inputs);
    },
  });
  return { suggestions, classes };
}
