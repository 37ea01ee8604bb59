import { expect } from "vitest";
import type { DatasetAnnotation, DatasetItem, Issue } from "../format";
import type { Dataset } from "./dataset";
import type { RoundTrip } from "./media-datasets";

/** How a kind of media compares; both give something that is equal when the things are. */
export type Sameness = {
  item(item: DatasetItem): unknown;
  /** Of an interval, as it comes back: rounded to what every format of the kind keeps. */
  place(at: { start: number; end: number }): unknown;
};

/**
 * Nothing is lost in silence: each annotation of the dataset either came back equal, or an issue
 * names its item and itself, `(ref)`, as left out. In numbers: in = back + reported.
 */
export function expectCarried({ format, dataset, written, read }: RoundTrip, same: Sameness): void {
  const { carries } = format;
  expect(read.labels.map(labelKey)).toEqual(dataset.labels.map(labelKey));
  expect(read.items.map(same.item).sort(byJson)).toEqual(dataset.items.map(same.item).sort(byJson));
  const reported = new Set(written.issues.flatMap(reportedKeys));
  let back = 0;
  let left = 0;
  const expected = dataset.annotations.filter((annotation) => {
    const item = dataset.items.find(({ ref }) => ref === annotation.item);
    const isReported = reported.has(`${item?.name}\0${annotation.ref}`);
    if (!carries.geometries.includes(annotation.geometry.kind)) expect(isReported).toBe(true);
    left += isReported ? 1 : 0;
    return !isReported;
  });
  for (const item of dataset.items) {
    const readItem = read.items.find(({ name }) => name === item.name);
    const wanted = keysOf(dataset, { item: item.ref, annotations: expected, same, carries });
    const found = keysOf(read, {
      item: readItem?.ref ?? "",
      annotations: read.annotations,
      same,
      carries,
    });
    expect(found).toEqual(wanted);
    back += found.length;
  }
  expect(back + left).toBe(dataset.annotations.length);
  expectSummaries(expected, written.issues, carries);
}

/** The refs that an issue names as left out; where = the item, "(ref)" = the annotation. */
function reportedKeys({ where, message }: Issue): string[] {
  if (!message.includes(" left out")) return [];
  return [...message.matchAll(/\(([^()\s]+)\)/g)].map(([, ref]) => `${where}\0${ref}`);
}

type Carries = RoundTrip["format"]["carries"];

/** What is lost of annotations that came through is said once for all of them. */
function expectSummaries(
  carried: readonly DatasetAnnotation[],
  issues: readonly Issue[],
  carries: Carries,
): void {
  const codes = new Set(issues.map(({ code }) => code));
  const needs = (isCarried: boolean, has: (each: DatasetAnnotation) => boolean, code: string) => {
    if (!isCarried && carried.some(has)) expect(codes).toContain(code);
  };
  needs(carries.scores, ({ score }) => score !== null, "scores_not_carried");
  needs(carries.groups, ({ groupId }) => groupId !== null, "groups_not_carried");
  const hasAttributes = ({ attributes }: DatasetAnnotation) => Object.keys(attributes).length > 0;
  needs(carries.attributes, hasAttributes, "attributes_not_carried");
}

function keysOf(
  { labels, annotations: all }: Dataset,
  of: { item: string; annotations: readonly DatasetAnnotation[]; same: Sameness; carries: Carries },
): unknown[] {
  const nameOf = new Map(labels.map(({ ref, name }) => [ref, name]));
  const byRef = new Map(all.map((annotation) => [annotation.ref, annotation]));
  const keyOf = (annotation: DatasetAnnotation | undefined): unknown => {
    if (!annotation) return "nothing";
    const { geometry, label, text, attributes, score, groupId } = annotation;
    return [
      geometry.kind,
      geometry.kind === "interval" ? of.same.place(geometry) : null,
      geometry.kind === "relation"
        ? [keyOf(byRef.get(geometry.from)), keyOf(byRef.get(geometry.to))]
        : null,
      nameOf.get(label),
      text ?? null,
      of.carries.attributes ? attributes : null,
      of.carries.scores ? score : null,
      of.carries.groups ? groupId : null,
    ];
  };
  const mine = of.annotations.filter(({ item }) => item === of.item);
  const keys = mine.sort((a, b) => a.order - b.order).map(keyOf);
  // Kinds may stand in lists of their own, and classes and answers about the whole have no order.
  const isKind = (kind: string) => (key: unknown) => Array.isArray(key) && key[0] === kind;
  return of.carries.order
    ? [
        ...keys.filter(isKind("interval")),
        ...keys.filter(isKind("relation")),
        ...keys.filter(isKind("whole")).sort(byJson),
      ]
    : keys.sort(byJson);
}

function labelKey({ name, geometries, answer }: Dataset["labels"][number]): unknown {
  return { name, geometries, answer };
}

function byJson(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
