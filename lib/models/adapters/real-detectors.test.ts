import path from "node:path";
import { describe, expect, test } from "vitest";
import { sharedData } from "@/lib/testing/shared-data";
import { recognise } from "../adapters";
import { runAdapter } from "../drive";
import { foundOnBus } from "../testing/bus";
import { readPicture } from "../testing/read-picture";
import { openSession } from "../testing/run-with-onnx";

const models = sharedData("models");
const photos = sharedData("images/photos");

const BUILT_IN = "models";

const DETECTORS = [
  { id: "nanodet", file: "nanodet-g-416.onnx", from: BUILT_IN },
  { id: "picodet", file: "picodet_s/picodet_s_320_coco.onnx", from: models },
];

describe.skipIf(!models || !photos)("real detectors on bus.jpg", () => {
  test.each(DETECTORS)("$id finds the bus and at least three of four persons", async (detector) => {
    const { io, run } = await openSession(path.join(detector.from ?? "", detector.file));
    const [candidate] = recognise(io, "image");
    if (candidate?.adapter.id !== detector.id) throw new TypeError("It is not recognised.");
    const { classes, options } = candidate.adapter.defaults(io);
    const suggestions = await runAdapter(candidate.adapter, {
      input: await readPicture(path.join(photos ?? "", "bus.jpg")),
      context: { io: { model: io }, classes, options, assets: {} },
      answer: (step) => {
        if (step.kind !== "run") throw new TypeError("Detectors ask for no samples.");
        return run(step.inputs);
      },
    });
    expect(foundOnBus(suggestions, classes)).toMatchObject({
      bus: 1,
      person: expect.toSatisfy((count: number) => count >= 3),
    });
  });
});
