import type { ModelAdapter } from "../adapter";
import { COCO_80 } from "../classes/coco";
import { IMAGENET_RGB, pictureOptions } from "../vision/detector";
import { findGflHeads, suggestByGfl } from "../vision/gfl-detector";
import { findPictureInput, pictureSize } from "../vision/picture-input";

const HEADS = 4;

/**
 * PP-PicoDet without its own post-processing (PaddleDetection, Apache-2.0; arXiv:2111.00902).
 * In: f32[1,3,h,w], RGB, (v - mean) / std of ImageNet, stretched; sides are multiples of 64.
 * Out, for each of the strides 8, 16, 32, 64: classes [1,n,80] after their sigmoid, and distances [1,n,4*bins], in
 * strides, left, top, right, bottom; n cells row by row.
 */
export const picodet: ModelAdapter<"image"> = {
  id: "picodet",
  name: "PicoDet",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches: (io) => (findGflHeads(io, HEADS) ? 0.9 : 0),
  defaults(io) {
    const slot = findPictureInput(io);
    const classCount = findGflHeads(io, HEADS)?.classCount ?? null;
    return {
      classes: classCount === COCO_80.length ? COCO_80 : [],
      classCount,
      options: {
        minScore: 0.2,
        iouThreshold: 0.5,
        maxSuggestions: 100,
        picture: pictureOptions({
          ...(slot ? pictureSize(slot, { width: 320, height: 320 }) : {}),
          resize: "stretch",
          ...IMAGENET_RGB,
        }),
        extra: {},
      },
    };
  },
  suggest: (input, context) => suggestByGfl(input, context, HEADS),
};
