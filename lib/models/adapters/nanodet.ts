import type { ModelAdapter } from "../adapter";
import { detectorDefaults, IMAGENET_BGR } from "../vision/detector-defaults";
import { findGflHeads, suggestByGfl } from "../vision/gfl-detector";

const HEADS = 3;

/**
 * NanoDet and NanoDet-m (RangiLyu/nanodet, Apache-2.0; heads after Generalized Focal Loss, arXiv:2006.04388).
 * In: f32[1,3,h,w], BGR, (v - mean) / std, stretched; sides are multiples of 32.
 * Out, for each of the strides 8, 16, 32: classes [n,80], after or before their sigmoid, and distances [n,4*bins], in
 * strides, left, top, right, bottom; n cells row by row; a leading batch of one may be there.
 */
export const nanodet: ModelAdapter<"image"> = {
  id: "nanodet",
  name: "NanoDet",
  task: "detection",
  media: "image",
  geometry: "box",
  roles: ["model"],
  assets: [],
  matches: (io) => (findGflHeads(io, HEADS) ? 0.9 : 0),
  defaults: (io) =>
    detectorDefaults(io, {
      classCount: findGflHeads(io, HEADS)?.classCount ?? null,
      picture: { width: 416, height: 416, resize: "stretch", ...IMAGENET_BGR },
    }),
  suggest: (input, context) => suggestByGfl(input, context, HEADS),
};
