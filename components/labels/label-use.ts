import type { Answer, Label } from "@/lib/annotation/label";
import type { UpdateLabel } from "@/lib/api/labels";
import type { GeometryKind } from "@/lib/geometry/geometry";
import { MEDIA, type MediaKind } from "@/lib/media/media";

/** What a label is put on: a part of the item, a pair of such parts, or the whole item by choice or in writing. */
export type LabelUse = "interval" | "relation" | "class" | "answer";
/** `question` and `kind` count for classes, `question` for answers too. */
export type Purpose = { use: LabelUse; question: string; kind: "one" | "many" };
export type Definition = { geometries: string[]; answer: Answer | null };

/** Boxes are the only use of their media: there is nothing to choose. */
const USES_OF: Readonly<Record<GeometryKind, readonly LabelUse[]>> = {
  box: [],
  interval: ["interval"],
  relation: ["relation"],
  whole: ["class", "answer"],
};

/** What labels of such a project can be for; none when that is no question. */
export function usesOf(mediaKind: MediaKind): readonly LabelUse[] {
  return MEDIA[mediaKind].geometries.flatMap((kind) => USES_OF[kind]);
}

export const FIRST_PURPOSE: Purpose = { use: "interval", question: "", kind: "one" };

export function purposeOf({ geometries, answer }: Pick<Label, "geometries" | "answer">): Purpose {
  const question = answer?.question ?? "";
  if (geometries.includes("whole")) {
    if (answer?.kind === "text") return { use: "answer", question, kind: "one" };
    return { use: "class", question, kind: answer?.kind ?? "many" };
  }
  const use = geometries.includes("relation") ? "relation" : "interval";
  return { ...FIRST_PURPOSE, use };
}

/** How a label stores it. */
export function definitionOf({ use, question, kind }: Purpose): Definition {
  const asked = question.trim();
  switch (use) {
    case "class":
      return { geometries: ["whole"], answer: { question: asked, kind } };
    case "answer":
      return { geometries: ["whole"], answer: { question: asked, kind: "text" } };
    default:
      return { geometries: [use], answer: null };
  }
}

/** A label is asked once with others: the classes of a question that were of the other kind follow. */
export function changesFor<L extends Label>(
  labels: readonly L[],
  { label, purpose }: { label: L; purpose: Purpose },
): { label: L; change: UpdateLabel }[] {
  const definition = definitionOf(purpose);
  const own = { label, change: definition };
  if (purpose.use !== "class") return [own];
  const others = labels.filter((other) => {
    if (other.id === label.id) return false;
    const { use, question, kind } = purposeOf(other);
    return use === "class" && question === purpose.question.trim() && kind !== purpose.kind;
  });
  const { answer } = definition;
  return [own, ...others.map((other) => ({ label: other, change: { answer } }))];
}

/** The word of the catalogue: an interval of a recording is a region. */
export function wordOf(use: LabelUse, mediaKind: MediaKind) {
  if (use !== "interval") return use;
  return mediaKind === "audio" ? "region" : "span";
}
