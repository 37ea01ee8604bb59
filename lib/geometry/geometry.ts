import type { Box, Handle, Point, Size } from "./box";
import { boxGeometry } from "./box-geometry";
import type { Interval } from "./interval";
import { intervalGeometry } from "./interval-geometry";
import { relationGeometry, wholeGeometry } from "./unplaced-geometry";

/** Bounds in the media's own unit. Images use all four; an interval uses x and w, and is 1 high. */
export type Bounds = Box;

export type BoxGeometry = { kind: "box" } & Box;
export type IntervalGeometry = { kind: "interval" } & Interval;
export type WholeGeometry = { kind: "whole" };
/** Ids of two annotations of the same layer; the arc points from the first to the second. */
export type RelationGeometry = { kind: "relation"; from: string; to: string };
/** Add a kind here and the compiler names every place that has to learn it. */
export type Geometry = BoxGeometry | IntervalGeometry | WholeGeometry | RelationGeometry;
export type GeometryKind = Geometry["kind"];

/** The kinds that have a place on the media: drawn, hit, moved. */
export type PlacedGeometry = BoxGeometry | IntervalGeometry;

/** What a geometry can do, without knowing how it is drawn or stored. All functions are pure. */
export interface GeometrySpec<G extends Geometry> {
  kind: G["kind"];
  bounds(geometry: G): Bounds;
  /** Area in square pixels (of an interval: its length), for "smallest first" hit-testing and for exports. */
  area(geometry: G): number;
  /** Is the point on the shape, give or take `tolerance` pixels? */
  hit(geometry: G, point: Point, tolerance: number): boolean;
  /** Moves by (dx, dy) as far as the extent allows. */
  move(geometry: G, dx: number, dy: number, extent: Size): G;
  handles(geometry: G): readonly { handle: Handle; point: Point }[];
  dragHandle(geometry: G, handle: Handle, to: Point, extent: Size): G;
  /** The geometry as it may be stored: clipped to the extent, or null when nothing is left. */
  normalise(geometry: G, extent: Size): G | null;
}

export const GEOMETRIES = {
  box: boxGeometry,
  interval: intervalGeometry,
  whole: wholeGeometry,
  relation: relationGeometry,
} satisfies {
  [K in GeometryKind]: GeometrySpec<Extract<Geometry, { kind: K }>>;
};

export const GEOMETRY_KINDS = Object.keys(GEOMETRIES) as GeometryKind[];

export function geometrySpec<G extends Geometry>(geometry: G): GeometrySpec<G> {
  return GEOMETRIES[geometry.kind] as unknown as GeometrySpec<G>;
}

export function boundsOf(geometry: Geometry): Bounds {
  return geometrySpec(geometry).bounds(geometry);
}

export function isPlaced(geometry: Geometry): geometry is PlacedGeometry {
  return geometry.kind === "box" || geometry.kind === "interval";
}
