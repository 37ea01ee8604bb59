import type { Annotation } from "@/lib/annotation/annotation";
import { indexPlaced } from "@/lib/annotation/placed";
import { geometryIou } from "@/lib/geometry/overlap";
import { toAnnotation, toColumns } from "./annotation-row";
import type { AnnotationRow } from "./op-reads";

/** Computers differ a little in what they compute: what overlaps so much was decided already. */
const SAME_IOU = 0.9;

/** What a layer of suggestions has to change so that it says what its source says now. */
export type Plan = {
  /** Ids of open suggestions that are made no longer. */
  withdrawn: string[];
  written: Annotation[];
  /** All that stand in the layer afterwards. */
  shown: Annotation[];
  /** How many of the wanted are there as they are, and how many people have decided on. */
  unchanged: number;
  decided: number;
};

/** What people accepted or rejected stays as it is and is not said again. */
export function planChanges({
  stored,
  wanted,
  accepted,
  projectLabels,
  keepsOpen = false,
}: {
  stored: ReadonlyMap<string, AnnotationRow>;
  wanted: ReadonlyMap<string, Annotation>;
  accepted: ReadonlySet<string>;
  projectLabels: ReadonlyMap<string, string>;
  /** What is open stays open: the wanted come beside it. */
  keepsOpen?: boolean | undefined;
}): Plan {
  const plan: Plan = { withdrawn: [], written: [], shown: [], unchanged: 0, decided: 0 };
  const decided: Annotation[] = [];
  // What went with its label was not rejected: under another label it may be said again.
  const isRejected = (row: AnnotationRow) => row.isDeleted && projectLabels.has(row.labelId);
  for (const [id, row] of stored) {
    const isAccepted = accepted.has(id);
    if (isRejected(row) || isAccepted) decided.push(toAnnotation(row));
    if (row.isDeleted) continue;
    const isKept = isAccepted || (keepsOpen && !wanted.has(id));
    if (isKept) plan.shown.push(toAnnotation(row));
    else if (!wanted.has(id)) plan.withdrawn.push(id);
  }
  const isDecided = sameThingIn(decided);
  for (const [id, annotation] of wanted) {
    const row = stored.get(id);
    if ((row && isRejected(row)) || accepted.has(id)) {
      plan.decided += 1;
      continue;
    }
    if (row && !row.isDeleted && isAsStored(row, annotation)) {
      plan.shown.push(toAnnotation(row));
      plan.unchanged += 1;
      continue;
    }
    if (!row && isDecided(annotation)) {
      plan.decided += 1;
      continue;
    }
    plan.written.push(annotation);
    plan.shown.push(annotation);
  }
  return plan;
}

/** Whatever their order: it changes with every suggestion that comes before. */
function isAsStored(row: AnnotationRow, annotation: Annotation): boolean {
  const { labelId, geometry, attributes, text, score } = toColumns(annotation);
  return (
    row.labelId === labelId &&
    row.geometry === geometry &&
    row.attributes === attributes &&
    row.text === text &&
    row.score === score
  );
}

function sameThingIn(decided: readonly Annotation[]): (annotation: Annotation) => boolean {
  const nearby = indexPlaced(decided);
  return (annotation) => {
    for (const { index, geometry } of nearby(annotation)) {
      const isSaid = decided[index]?.text === annotation.text;
      if (isSaid && geometryIou(geometry, annotation.geometry) >= SAME_IOU) return true;
    }
    return false;
  };
}
