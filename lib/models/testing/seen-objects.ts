import type { Box } from "@/lib/geometry/box";
import type { Suggestion } from "../adapter";

/** The picture of adapter-fixture.ts, and the input of the models that are made up here. */
export const ITEM = { width: 810, height: 1_080 };
export const INPUT_PX = 640;

/** An object on the item, as a model that is made up sees it. */
export type SeenObject = { box: Box; classIndex: number; score: number };

export const PERSON: SeenObject = {
  box: { x: 50, y: 400, w: 200, h: 500 },
  classIndex: 0,
  score: 0.9,
};
export const BUS_OBJECT: SeenObject = {
  box: { x: 12, y: 230, w: 780, h: 505 },
  classIndex: 5,
  score: 0.8,
};
/** The person once more, a little beside: goes where a family drops overlaps. */
export const PERSON_AGAIN: SeenObject = {
  box: { x: 56, y: 410, w: 200, h: 490 },
  classIndex: 0,
  score: 0.6,
};
/** Too weak for any least score. */
export const GHOST: SeenObject = {
  box: { x: 300, y: 100, w: 90, h: 90 },
  classIndex: 2,
  score: 0.05,
};

export const EXPECTED: Suggestion[] = [PERSON, BUS_OBJECT].map(({ box, classIndex, score }) => ({
  geometry: { kind: "box", ...box },
  classIndex,
  score,
}));

/** Middle and sides in pixels of a square input, in whose middle the item stands upright. */
export function letterboxed({ box }: SeenObject, input = INPUT_PX): Box {
  const scale = input / ITEM.height;
  const left = (input - ITEM.width * scale) / 2;
  return {
    x: (box.x + box.w / 2) * scale + left,
    y: (box.y + box.h / 2) * scale,
    w: box.w * scale,
    h: box.h * scale,
  };
}

/** Middle and sides in shares of the item, as after a stretch. */
export function shares({ box }: SeenObject): Box {
  return {
    x: (box.x + box.w / 2) / ITEM.width,
    y: (box.y + box.h / 2) / ITEM.height,
    w: box.w / ITEM.width,
    h: box.h / ITEM.height,
  };
}

/** A row of scores, `score` at the object's class and `rest` at all others. */
export function classScores(
  { classIndex, score }: SeenObject,
  count: number,
  { inverse = (value: number) => value, rest = 0 } = {},
): number[] {
  return Array.from({ length: count }, (_, i) => (i === classIndex ? inverse(score) : rest));
}

export function logit(share: number): number {
  return Math.log(share / (1 - share));
}
