import type { Failure } from "./transport";

/** Not the operation but the person's access or the item itself is what the server refuses. */
const LAYER_REFUSALS: ReadonlySet<number> = new Set([403, 404, 410]);

/** Only a person can change these; trying again by the clock would not. */
export function isStuck(failure: Failure | null): boolean {
  const kind = failure?.kind;
  return kind === "outdated" || kind === "refused" || kind === "too-large";
}

/** Will the server take neither this operation nor any other of the layer? */
export function isLayerRefused(failure: Failure): boolean {
  return failure.kind === "refused" && LAYER_REFUSALS.has(failure.status);
}
