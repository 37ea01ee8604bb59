import type { Label } from "@/lib/annotation/label";

/** For annotations whose label is not (or no longer) in the list: they are drawn and can be relabelled. */
export const UNKNOWN_LABEL_COLOR = "#8a8f98";

/** A project's labels as the editor looks them up. */
export interface LabelBook {
  /** In the order of their positions. */
  list: readonly Label[];
  get(id: string | null): Label | undefined;
  colorOf(id: string): string;
  byName(name: string): Label | undefined;
}

export function createLabelBook(labels: Iterable<Label>): LabelBook {
  const list = [...labels].sort((a, b) => a.position - b.position);
  const byId = new Map(list.map((label) => [label.id, label]));
  const byName = new Map(list.map((label) => [label.name, label]));
  return {
    list,
    get: (id) => (id === null ? undefined : byId.get(id)),
    colorOf: (id) => byId.get(id)?.color ?? UNKNOWN_LABEL_COLOR,
    byName: (name) => byName.get(name),
  };
}
