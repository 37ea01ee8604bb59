/**
 * A change of a document is data: for each touched id what was there and what is there now,
 * null for absent. Undo, autosave, history and conflict handling are all made of these.
 */
export type Change<T> = { readonly before: T | null; readonly after: T | null };
export type Patch<T> = ReadonlyMap<string, Change<T>>;

/** The document after the patch. `before` is not checked: it is there to invert, not to guard. */
export function applyPatch<T>(document: ReadonlyMap<string, T>, patch: Patch<T>): Map<string, T> {
  const next = new Map(document);
  for (const [id, { after }] of patch) {
    if (after === null) next.delete(id);
    else next.set(id, after);
  }
  return next;
}

/** apply(apply(d, p), invert(p)) equals d. */
export function invertPatch<T>(patch: Patch<T>): Patch<T> {
  return new Map(
    [...patch].map(([id, { before, after }]) => [id, { before: after, after: before }]),
  );
}

/** One patch with the effect of `first` and then `second`; changes that cancel out disappear. */
export function composePatches<T>(first: Patch<T>, second: Patch<T>): Patch<T> {
  const composed = new Map(first);
  for (const [id, { before, after }] of second) {
    const origin = first.get(id);
    const start = origin ? origin.before : before;
    if (start === after) composed.delete(id);
    else composed.set(id, { before: start, after });
  }
  return composed;
}
