import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import { sameRecord } from "@/lib/annotation/same-record";
import { boundsOf } from "@/lib/geometry/geometry";
import { geometryIou } from "@/lib/geometry/overlap";

/** Things of two layers that overlap so much are about the same thing, whatever their labels. */
export const SAME_THING_IOU = 0.5;
/** Two boxes of one thing that overlap less are told to be apart: nobody draws the same box twice. */
export const SAME_PLACE_IOU = 0.85;
/** Ends of regions that are nearer than this are the same; seconds. */
export const SAME_PLACE_S = 0.1;

export type ComparedLayer = { id: string; annotations: readonly Annotation[] };
export type Member = { layerId: string; annotation: Annotation };
/**
 * `missing`: not all layers have it. `label`: they call it differently. `place`: they put it elsewhere. `details`: its
 * attributes or words differ.
 */
export const DIFFERENCE_KINDS = ["missing", "label", "place", "details"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One thing, as the layers have it: at most once each. */
export type Cluster = {
  /** The same as long as its first member is there. */
  key: string;
  kind: DifferenceKind | "same";
  /** In the order of the layers. */
  members: readonly Member[];
  /** Layers that do not have it. */
  missing: readonly string[];
  /** Those that have it say the same of it. */
  isAgreed: boolean;
};

export type CompareOptions = {
  /** Offsets of a text are compared to the point, seconds are not. */
  isExact: boolean;
  /** The result: that it lacks a thing on which the others differ is no difference of its own. */
  resultId?: string;
  /** What is asked where the label answers a question with one answer; null: it stands for itself. */
  questionOf(labelId: string): string | null;
};

/** What the layers say of each thing, in the order of its place: answers about the whole first, relations last. */
export function compareLayers(
  layers: readonly ComparedLayer[],
  options: CompareOptions,
): Cluster[] {
  const placed = clusterPlaced(layers);
  const answers = groupBy(membersOf(layers, "whole"), ({ annotation: { labelId } }) => {
    const question = options.questionOf(labelId);
    return question === null ? `label ${labelId}` : `question ${question}`;
  });
  const groupOf = new Map<string, string>();
  for (const [index, members] of placed.entries()) {
    for (const member of members) groupOf.set(idOf(member), `group ${index}`);
  }
  const relations = groupBy(membersOf(layers, "relation"), ({ layerId, annotation }) => {
    const { geometry } = annotation;
    if (geometry.kind !== "relation") return "";
    const ends = [geometry.from, geometry.to].map((id) => {
      const own = `${layerId}/${id}`;
      return groupOf.get(own) ?? own;
    });
    return ends.join(" ");
  });
  const toCluster = (members: readonly Member[]) => describe(members, layers, options);
  return [
    ...answers.map(toCluster),
    ...placed.map(toCluster).sort(byPlace),
    ...relations.map(toCluster),
  ];
}

/** Only those that differ, in the same order. */
export function differencesOf(clusters: readonly Cluster[]): Cluster[] {
  return clusters.filter(({ kind }) => kind !== "same");
}

export function memberOf(cluster: Cluster, layerId: string): Annotation | null {
  return cluster.members.find((member) => member.layerId === layerId)?.annotation ?? null;
}

/** Do two annotations say the same to the last digit, whatever their ids? */
export function saysTheSame(a: Annotation, b: Annotation): boolean {
  return (
    a.labelId === b.labelId &&
    sameRecord(a.geometry, b.geometry) &&
    sameRecord(a.attributes, b.attributes) &&
    (a.text ?? "") === (b.text ?? "")
  );
}

/** Where the ends of another layer's relation are in the result; null: one of them is not there. */
export type EndOf = (layerId: string, annotationId: AnnotationId) => AnnotationId | null;

/** For the result layer: which of its annotations is the one that another layer has under this id. */
export function resultEnds(clusters: readonly Cluster[], resultId: string): EndOf {
  const ends = new Map<string, AnnotationId>();
  for (const cluster of clusters) {
    const result = memberOf(cluster, resultId);
    if (!result) continue;
    for (const member of cluster.members) ends.set(idOf(member), result.id);
  }
  return (layerId, annotationId) => ends.get(`${layerId}/${annotationId}`) ?? null;
}

function idOf({ layerId, annotation }: Member): string {
  return `${layerId}/${annotation.id}`;
}

function membersOf(layers: readonly ComparedLayer[], kind: string): Member[] {
  return layers.flatMap(({ id, annotations }) =>
    annotations.flatMap((annotation) =>
      annotation.geometry.kind === kind ? [{ layerId: id, annotation }] : [],
    ),
  );
}

/** A second thing of one layer under the same key stands in a group of its own. */
function groupBy(members: readonly Member[], keyOf: (member: Member) => string): Member[][] {
  const groups = new Map<string, Member[][]>();
  for (const member of members) {
    const key = keyOf(member);
    const found = groups.get(key) ?? [];
    groups.set(key, found);
    const free = found.find((group) => group.every(({ layerId }) => layerId !== member.layerId));
    if (free) free.push(member);
    else found.push([member]);
  }
  return [...groups.values()].flat();
}

/**
 * Things with a place that are the same: greedily, those with one label first, then those that overlap most. Two of one
 * layer are never one.
 */
function clusterPlaced(layers: readonly ComparedLayer[]): Member[][] {
  const members = [...membersOf(layers, "box"), ...membersOf(layers, "interval")];
  const parent = members.map((_, index) => index);
  const groups = new Map(members.map((member, index) => [index, [member]]));
  const rootOf = (index: number): number => {
    let root = index;
    for (let up = parent[root]; up !== undefined && up !== root; up = parent[root]) root = up;
    parent[index] = root;
    return root;
  };
  for (const { a, b } of overlapping(members)) {
    const [into, from] = [rootOf(a), rootOf(b)];
    const [kept, added] = [groups.get(into), groups.get(from)];
    if (into === from || !kept || !added) continue;
    const layersKept = new Set(kept.map(({ layerId }) => layerId));
    if (added.some(({ layerId }) => layersKept.has(layerId))) continue;
    kept.push(...added);
    groups.delete(from);
    parent[from] = into;
  }
  const order = new Map(layers.map(({ id }, index) => [id, index]));
  const at = ({ layerId }: Member) => order.get(layerId) ?? 0;
  return [...groups.values()].map((group) => group.sort((a, b) => at(a) - at(b)));
}

type Pair = { a: number; b: number; iou: number; isSameLabel: boolean };

/** Pairs of different layers that overlap enough, those to be joined first in front. */
function overlapping(members: readonly Member[]): Pair[] {
  const sorted = members
    .map((member, index) => ({ member, index, ...extentOf(member.annotation) }))
    .sort((a, b) => a.start - b.start || a.index - b.index);
  const pairs: Pair[] = [];
  let open: typeof sorted = [];
  for (const one of sorted) {
    open = open.filter(({ end }) => end >= one.start);
    for (const other of open) {
      if (other.member.layerId === one.member.layerId) continue;
      const [a, b] = [other.member.annotation, one.member.annotation];
      const iou = geometryIou(a.geometry, b.geometry);
      if (iou < SAME_THING_IOU) continue;
      pairs.push({ a: other.index, b: one.index, iou, isSameLabel: a.labelId === b.labelId });
    }
    open.push(one);
  }
  return pairs.sort(
    (x, y) =>
      Number(y.isSameLabel) - Number(x.isSameLabel) || y.iou - x.iou || x.a - y.a || x.b - y.b,
  );
}

function extentOf({ geometry }: Annotation): { start: number; end: number } {
  if (geometry.kind === "interval") return geometry;
  if (geometry.kind === "box") return { start: geometry.x, end: geometry.x + geometry.w };
  return { start: 0, end: 0 };
}

function describe(
  members: readonly Member[],
  layers: readonly ComparedLayer[],
  options: CompareOptions,
): Cluster {
  const [first] = members;
  const present = new Set(members.map(({ layerId }) => layerId));
  const missing = layers.flatMap(({ id }) => (present.has(id) ? [] : [id]));
  const among = kindOf(members, options);
  const isResultAlone = missing.length === 1 && missing[0] === options.resultId;
  const isMissing = missing.length > 0 && !(isResultAlone && among !== "same");
  const kind = isMissing ? "missing" : among;
  return { key: first ? idOf(first) : "", kind, members, missing, isAgreed: among === "same" };
}

function kindOf(members: readonly Member[], { isExact }: CompareOptions): Cluster["kind"] {
  const all = members.map(({ annotation }) => annotation);
  const isOneOf = (same: (a: Annotation, b: Annotation) => boolean) =>
    all.every((a, index) => all.slice(index + 1).every((b) => same(a, b)));
  if (!isOneOf((a, b) => a.labelId === b.labelId)) return "label";
  if (!isOneOf((a, b) => isSamePlace(a, b, isExact))) return "place";
  // What a span covers is said by its place.
  const isSurface = isExact && all.every(({ geometry }) => geometry.kind === "interval");
  const isSame = isOneOf(
    (a, b) =>
      sameRecord(a.attributes, b.attributes) && (isSurface || (a.text ?? "") === (b.text ?? "")),
  );
  return isSame ? "same" : "details";
}

function isSamePlace(a: Annotation, b: Annotation, isExact: boolean): boolean {
  const [g, h] = [a.geometry, b.geometry];
  if (g.kind === "interval" && h.kind === "interval") {
    const reach = isExact ? 0 : SAME_PLACE_S;
    return Math.abs(g.start - h.start) <= reach && Math.abs(g.end - h.end) <= reach;
  }
  if (g.kind === "box" && h.kind === "box") return geometryIou(g, h) >= SAME_PLACE_IOU;
  return true;
}

/** As one reads: by line and along it; boxes by their upper edge. */
function byPlace(a: Cluster, b: Cluster): number {
  const [p, q] = [cornerOf(a), cornerOf(b)];
  return p.y - q.y || p.x - q.x || (a.key < b.key ? -1 : 1);
}

function cornerOf({ members }: Cluster): { x: number; y: number } {
  const [first] = members;
  return first ? boundsOf(first.annotation.geometry) : { x: 0, y: 0 };
}
