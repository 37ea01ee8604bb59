import type { AdapterDefaults } from "../adapter";
import { COCO_80 } from "../classes/coco";
import type { ModelIo } from "../model-io";
import type { ModelOptions, PictureOptions } from "../model-options";
import { findPictureInput, pictureSize } from "./picture-input";

/**
 * Defaults of a detector. `picture` is what its family does otherwise than most; width and height of it are for files
 * that leave them free. Without `classes` these are COCO's where there are as many.
 */
export function detectorDefaults(
  io: ModelIo,
  { classCount, classes, picture, ...options }: DetectorOptions,
): AdapterDefaults {
  const slot = findPictureInput(io);
  return {
    classes: classes ?? (classCount === COCO_80.length ? COCO_80 : []),
    classCount,
    options: {
      minScore: 0.2,
      iouThreshold: 0.5,
      maxSuggestions: 100,
      extra: {},
      ...options,
      picture: pictureOptions({
        ...picture,
        ...(slot && { ...pictureSize(slot, picture), layout: slot.layout }),
      }),
    },
  };
}

type DetectorOptions = Partial<Omit<ModelOptions, "picture">> & {
  classCount: number | null;
  classes?: readonly string[] | undefined;
  picture: Partial<PictureOptions> & { width: number; height: number };
};

/** Options of a picture as most detectors take it, with what is different. */
export function pictureOptions(different: Partial<PictureOptions> = {}): PictureOptions {
  return {
    resize: "letterbox",
    width: 640,
    height: 640,
    channels: "rgb",
    layout: "nchw",
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    fill: 114,
    ...different,
  };
}

/** What ImageNet's pictures are on average, in 0..255. */
export const IMAGENET_RGB = {
  mean: [123.675, 116.28, 103.53],
  std: [58.395, 57.12, 57.375],
} satisfies Partial<PictureOptions>;

/** The same for models that were trained on blue first. */
export const IMAGENET_BGR = {
  channels: "bgr",
  mean: [103.53, 116.28, 123.675],
  std: [57.375, 57.12, 58.395],
} satisfies Partial<PictureOptions>;
