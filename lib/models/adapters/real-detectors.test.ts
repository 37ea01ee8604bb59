import { existsSync } from "node:fs";
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

const DETECTORS = [{ id: "picodet", file: "picodet_s/picodet_s_320_coco.onnx", persons: 3 }];

describe.skipIf(!models || !photos)("real detectors on bus.jpg", () => {
  test.each(DETECTORS)("$id finds the bus and at least $persons persons", async (detector) => {
    const { io, run } = await openSession(path.join(models ?? "", detector.file));
    const [candidate] = recognise(io, "image");
    expect(candidate?.adapter.id).toBe(detector.id);
    if (!candidate) return;
    const { classes, options } = candidate.adapter.defaults(io);
    const input = await readPicture(path.join(photos ?? "", "bus.jpg"));
    const suggestions = await runAdapter(candidate.adapter, {
      input,
      context: { io: { model: io }, classes, options, assets: {} },
      answer: (step) => {
        if (step.kind !== "run") throw new TypeError("Detectors ask for no samples.");
        return run(step.inputs);
      },
    });
    const found = foundOnBus(suggestions, classes);
    expect(found.bus).toBe(1);
    expect(found.person).toBeGreaterThanOrEqual(detector.persons);
  });
});
