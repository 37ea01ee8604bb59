import * as z from "zod/mini";

const share = z.number().check(z.gte(0), z.lte(1));
const perChannel = z.tuple([z.number(), z.number(), z.number()]);
const pixels = z.int().check(z.positive(), z.lte(8_192));

/**
 * How a picture becomes the input of a model.
 * letterbox: scaled to fit, in the middle, the rest filled; letterbox-corner: the same in the top left corner;
 * stretch: both sides scaled on their own; longest-side: scaled so that neither side is longer than the input's, no fill.
 */
export const RESIZE_MODES = ["letterbox", "letterbox-corner", "stretch", "longest-side"] as const;
export type ResizeMode = (typeof RESIZE_MODES)[number];

/** Of adapters of images. Values are (v * scale - mean) / std, v in 0..255, mean and std in the order of `channels`. */
export const pictureOptionsSchema = z.object({
  resize: z.enum(RESIZE_MODES),
  width: pixels,
  height: pixels,
  channels: z.enum(["rgb", "bgr"]),
  layout: z.enum(["nchw", "nhwc"]),
  scale: z.number(),
  mean: perChannel,
  std: perChannel,
  /** Grey of what a letterbox leaves free, 0..255. */
  fill: z.number(),
});
export type PictureOptions = z.infer<typeof pictureOptionsSchema>;

/** All that may be set of a model. Kept with a version; a project may override thresholds and the resize mode. */
export const modelOptionsSchema = z.object({
  /** Suggestions below are not made at all; the slider of the editor begins here. */
  minScore: share,
  /** Overlap (IoU) above which the weaker of two boxes of one class is dropped; null: the model does that itself. */
  iouThreshold: z.nullable(share),
  /** The strongest are kept. */
  maxSuggestions: z.int().check(z.positive(), z.lte(20_000)),
  picture: z.optional(pictureOptionsSchema),
  /** What only one adapter knows (window lengths, pauses…): numbers and words, documented there. */
  extra: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});
export type ModelOptions = z.infer<typeof modelOptionsSchema>;
