import type { GeometrySpec, RelationGeometry, WholeGeometry } from "./geometry";

const NOWHERE = { x: 0, y: 0, w: 0, h: 0 };

/** What holds for a geometry without a place of its own: it cannot be hit, moved or resized. */
function unplaced<G extends WholeGeometry | RelationGeometry>(kind: G["kind"]): GeometrySpec<G> {
  return {
    kind,
    bounds: () => NOWHERE,
    area: () => 0,
    hit: () => false,
    move: (geometry) => geometry,
    handles: () => [],
    dragHandle: (geometry) => geometry,
    normalise: (geometry) => geometry,
  };
}

/** The item as a whole: a class of it, or an answer about it. */
export const wholeGeometry = unplaced<WholeGeometry>("whole");

/** A directed arc between two annotations of the same layer. */
export const relationGeometry = unplaced<RelationGeometry>("relation");
