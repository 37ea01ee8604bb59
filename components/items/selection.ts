import type { ItemFilter } from "@/lib/api/items";

/** Which items are chosen: some by id, or everything that matches the filter. */
export type Selection = { kind: "some"; ids: ReadonlySet<string> } | { kind: "all" };

export const NOTHING: Selection = { kind: "some", ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === "all" || selection.ids.has(id);
}

export function selectionSize(selection: Selection, total: number): number {
  return selection.kind === "all" ? total : selection.ids.size;
}

/** From everything it starts anew with the one: which others there are is not known here. */
export function toggled(selection: Selection, id: string): Selection {
  if (selection.kind === "all") return { kind: "some", ids: new Set([id]) };
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { kind: "some", ids };
}

export function withAdded(selection: Selection, added: readonly string[]): Selection {
  if (selection.kind === "all") return selection;
  return { kind: "some", ids: new Set([...selection.ids, ...added]) };
}

/** What a request says of the selection. */
export type SelectionRequest = { filter: ItemFilter } | { ids: string[] };

export function selectionRequest(selection: Selection, filter: ItemFilter): SelectionRequest {
  return selection.kind === "all" ? { filter } : { ids: [...selection.ids] };
}
