import type { ModelAdapter, ModelContext } from "../adapter";
import { stringOption } from "../extra-options";
import type { ModelIo } from "../model-io";
import { sigmoid, softmax } from "../vision/activation";
import { requireClasses, see } from "../vision/detector";
import { detectorDefaults, IMAGENET_RGB } from "../vision/detector-defaults";
import { outputOf } from "../vision/outputs";
import { findPictureInput } from "../vision/picture-input";
import { readUltralytics } from "../vision/ultralytics";

/** How far from 1 the sum of shares may be that a model made in half precision. */
const SUM_TOLERANCE = 0.02;

/**
 * Classes of whole pictures: ResNet, EfficientNet, MobileNet, ViT…, and Ultralytics' `classify`.
 * In: f32[1,3,h,w] or [1,h,w,3], RGB, less ImageNet's mean (Ultralytics: in 0..1); stretched, so that nothing is cut off.
 * Out: [1,n] (or [1,n,1,1]), before or after their softmax, which is seen from the numbers.
 * As many classes as `maxSuggestions` allows, the likeliest first: 1 unless set otherwise.
 * `extra.scores`: softmax, or sigmoid where a picture has several classes.
 */
export const imageClassification: ModelAdapter<"image"> = {
  id: "image-classification",
  name: "Image classification",
  task: "image-classification",
  media: "image",
  geometry: "whole",
  roles: ["model"],
  assets: [],
  matches(io) {
    const { task } = readUltralytics(io);
    const classCount = countClasses(io);
    if (!findPictureInput(io) || classCount === null || (task && task !== "classify")) return 0;
    return task === "classify" ? 0.97 : 0.75;
  },
  defaults(io) {
    const { names, size, task } = readUltralytics(io);
    const classCount = countClasses(io);
    return detectorDefaults(io, {
      classes: names.length === classCount ? names : [],
      classCount,
      iouThreshold: null,
      maxSuggestions: 1,
      picture: {
        ...(size ?? { width: 224, height: 224 }),
        resize: "stretch",
        ...(task === "classify" ? { scale: 1 / 255 } : IMAGENET_RGB),
      },
      extra: { scores: "softmax" },
    });
  },
  *suggest(input, context) {
    const { outputs } = yield* see(input, context);
    const { data, dims, name } = outputOf(outputs, context.io["model"]?.outputs[0]?.name ?? "");
    if (dims.length < 2)
      throw new TypeError(`“${name}” has no number for each class of a picture.`);
    requireClasses(data.length, context);
    const { minScore, maxSuggestions } = context.options;
    return Array.from(scoresOf(data, context), (score, classIndex) => ({ score, classIndex }))
      .filter(({ score }) => score >= minScore && Number.isFinite(score))
      .sort((a, b) => b.score - a.score)
      .slice(0, maxSuggestions)
      .map(({ score, classIndex }) => ({
        geometry: { kind: "whole" },
        classIndex,
        score: Math.min(score, 1),
      }));
  },
};

function countClasses({ outputs }: ModelIo): number | null {
  const [output, ...others] = outputs;
  if (!output || others.length > 0) return null;
  const [batch, count, ...rest] = output.dims;
  if (typeof batch === "number" && batch !== 1) return null;
  if (rest.length !== 0 && (rest.length !== 2 || rest.some((dim) => dim !== 1))) return null;
  return typeof count === "number" && count > 1 ? count : null;
}

function scoresOf(values: Float32Array, { options }: ModelContext): Float32Array {
  if (areShares(values)) return values;
  const isSigmoid = stringOption(options.extra, "scores", "softmax") === "sigmoid";
  if (!isSigmoid) return softmax(values);
  const areProbabilities = values.every((value) => value >= 0 && value <= 1);
  return areProbabilities ? values : values.map(sigmoid);
}

function areShares(values: Float32Array): boolean {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.every((value) => value >= 0) && Math.abs(sum - 1) < SUM_TOLERANCE;
}
