import { indexPlaced } from "@/lib/annotation/placed";
import { geometryIou } from "@/lib/geometry/overlap";
import { bestPairs, type Edge } from "../best-pairs";
import type { PairMeasure } from "../measure";
import { tallyOf } from "../tally";
import { countMarks } from "./count-marks";

const PARTIAL = 0.5;

/**
 * Spans of the same label: 1 for the same two ends, a half for any overlap. The partial matching of SemEval-2013
 * Task 9.1 (Segura-Bedmar et al., 2013), which follows MUC-5 (Chinchor and Sundheim, 1993). Spans are paired
 * so that this sum is the greatest.
 */
export const spansPartial: PairMeasure = {
  id: "spans-partial",
  media: ["text"],
  unit: "annotations",
  isHeadline: false,
  compare(first, second) {
    const tallies = countMarks(first, second, "interval");
    const nearby = indexPlaced(second);
    const edges: Edge[] = [];
    for (const [index, mark] of first.entries()) {
      if (mark.geometry.kind !== "interval") continue;
      for (const candidate of nearby(mark)) {
        const iou = geometryIou(mark.geometry, candidate.geometry);
        if (iou === 0) continue;
        edges.push({ first: index, second: candidate.index, weight: iou === 1 ? 1 : PARTIAL });
      }
    }
    for (const { first: index, weight } of bestPairs(edges)) {
      tallyOf(tallies, first[index]?.labelId ?? "").shared += weight;
    }
    return tallies;
  },
};
