import type { ModelAdapter } from "../adapter";
import { detectorDefaults, IMAGENET_RGB } from "../vision/detector-defaults";
import { findGflHeads, suggestByGfl } from "../vision/gfl-detector";

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
  defaults: (io) =>
    detectorDefaults(io, {
      classCount: findGflHeads(io, HEADS)?.classCount ?? null,
      picture: { width: 320, height: 320, resize: "stretch", ...IMAGENET_RGB },
    }),
  suggest: (input, context) => suggestByGfl(input, context, HEADS),
};
