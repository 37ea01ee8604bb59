import type { AnnotationId } from "@/lib/annotation/annotation";

export const NO_IDS: ReadonlySet<AnnotationId> = new Set();
export type SelectMode = "replace" | "add" | "toggle";

/** The selection after `ids` were picked; those that `exists` denies are left out. */
export function pick(
  selection: ReadonlySet<AnnotationId>,
  ids: Iterable<AnnotationId>,
  { mode, exists }: { mode: SelectMode; exists(id: AnnotationId): boolean },
): ReadonlySet<AnnotationId> {
  const next = mode === "replace" ? new Set<AnnotationId>() : new Set(selection);
  for (const id of ids) {
    if (mode === "toggle" && next.has(id)) next.delete(id);
    else if (exists(id)) next.add(id);
  }
  return next.size === 0 ? NO_IDS : next;
}

/** The same set when nothing of it is gone. */
export function without(
  selection: ReadonlySet<AnnotationId>,
  isGone: (id: AnnotationId) => boolean,
): ReadonlySet<AnnotationId> {
  const kept = [...selection].filter((id) => !isGone(id));
  return kept.length === selection.size ? selection : new Set(kept);
}
