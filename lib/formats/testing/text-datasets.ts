import fc from "fast-check";
import type { Annotation } from "@/lib/annotation/annotation";
import { SPLITS } from "@/lib/annotation/item-state";
import { codePointLength, indexCodePoints } from "@/lib/text/code-points";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import type { DatasetAnnotation, DatasetItem, DatasetLabel } from "../format";
import type { Dataset } from "./dataset";
import { expectCarried } from "./expect-carried";
import { HOSTILE_LABELS, HOSTILE_NAMES } from "./hostile-names";
import type { MediaDatasets } from "./media-datasets";

/** What a label of a text can be for. Every dataset has all of them in some order. */
const ROLES = [
  { geometries: ["interval"] },
  { geometries: ["interval"] },
  { geometries: ["relation"] },
  { geometries: ["whole"], answer: { question: "Tone?", kind: "one" } },
  { geometries: ["whole"], answer: { question: "Tone?", kind: "one" } },
  { geometries: ["whole"], answer: { question: "", kind: "many" } },
  { geometries: ["whole"], answer: { question: "Say it shorter", kind: "text" } },
] as const satisfies readonly Pick<DatasetLabel, "geometries" | "answer">[];

const text = textArbitrary({ lone: false });
const rest = fc.record({
  attributes: fc.constantFrom<Annotation["attributes"]>(
    {},
    {},
    { note: "ñ\n", sure: true, n: 0.5, all: ["a"] },
  ),
  score: fc.constantFrom(null, null, 0.25),
  groupId: fc.constantFrom(null, null, "g1"),
});
const item = text.chain((content) => {
  const offset = fc.nat({ max: codePointLength(content) });
  return fc.record({
    content: fc.constant(content),
    split: fc.constantFrom(...SPLITS),
    sourceId: fc.constantFrom(undefined, "17", "abc-1"),
    metadata: fc.constantFrom(undefined, { source: "NYT", "a b": 'x,"y"' }),
    spans: fc.array(fc.record({ ends: fc.tuple(offset, offset), label: fc.nat(), rest }), {
      maxLength: 6,
    }),
    relations: fc.array(fc.record({ from: fc.nat(), to: fc.nat(), label: fc.nat(), rest }), {
      maxLength: 3,
    }),
    wholes: fc.uniqueArray(fc.nat({ max: ROLES.length }), { maxLength: 3 }),
    answer: text.filter((it) => it !== ""),
  });
});
type Drawn = typeof item extends fc.Arbitrary<infer T> ? T : never;

const datasetArbitrary: fc.Arbitrary<Dataset> = fc
  .record({
    labels: fc.uniqueArray(fc.constantFrom(...HOSTILE_LABELS), {
      minLength: ROLES.length,
      maxLength: ROLES.length,
    }),
    roles: fc.shuffledSubarray([...ROLES], { minLength: 1 }),
    names: fc.uniqueArray(fc.constantFrom(...HOSTILE_NAMES), { maxLength: 6 }),
    items: fc.array(item, { minLength: 6, maxLength: 6 }),
  })
  .map(({ labels, roles, names, items }) => {
    const dataset: Dataset = { labels: [], items: [], annotations: [], issues: [] };
    roles.forEach((role, position) => {
      const name = labels[position] ?? "";
      dataset.labels.push({ ref: `label-${position}`, name, position, ...role });
    });
    names.forEach((name, i) => {
      const drawn = items[i];
      if (drawn) addItem(dataset, { ref: `item-${i}`, name }, drawn);
    });
    return dataset;
  });

function addItem(dataset: Dataset, { ref, name }: { ref: string; name: string }, drawn: Drawn) {
  const { content, split, sourceId, metadata } = drawn;
  dataset.items.push({
    ...textItem({ ref, name, text: content }),
    split,
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  const points = indexCodePoints(content);
  const labelsFor = (kind: "interval" | "relation" | "whole") =>
    dataset.labels.filter(({ geometries }) => geometries?.includes(kind));
  const add = (
    label: DatasetLabel | undefined,
    of: Pick<DatasetAnnotation, "geometry" | "text"> & Partial<DatasetAnnotation>,
  ) => {
    if (!label) return;
    const order = dataset.annotations.filter((each) => each.item === ref).length;
    const common = { attributes: {}, score: null, groupId: null };
    dataset.annotations.push({
      ...common,
      ref: `${ref}-${order}`,
      item: ref,
      label: label.ref,
      order,
      ...of,
    });
  };
  for (const { ends, label, rest: more } of drawn.spans) {
    const [start, end] = [Math.min(...ends), Math.max(...ends)];
    if (start === end) continue;
    const geometry = { kind: "interval", start, end } as const;
    add(pick(labelsFor("interval"), label), {
      geometry,
      text: points.slice(start, end),
      ...more,
    });
  }
  const spans = dataset.annotations.filter((each) => each.item === ref);
  for (const { from, to, label, rest: more } of drawn.relations) {
    const [a, b] = [pick(spans, from)?.ref, pick(spans, to)?.ref];
    if (a === undefined || b === undefined) continue;
    add(pick(labelsFor("relation"), label), {
      geometry: { kind: "relation", from: a, to: b },
      ...more,
    });
  }
  for (const label of labelsFor("whole")) {
    if (!drawn.wholes.includes(label.position)) continue;
    const isText = label.answer?.kind === "text";
    add(label, { geometry: { kind: "whole" }, ...(isText ? { text: drawn.answer } : {}) });
  }
}

export function textItem(of: { ref: string; name: string; text: string }): DatasetItem {
  const length = codePointLength(of.text);
  return { ...of, media: "text", width: null, height: null, length, split: null, file: null };
}

function pick<T>(from: readonly T[], at: number): T | undefined {
  return from[at % Math.max(1, from.length)];
}

export const textDatasets: MediaDatasets = {
  arbitrary: datasetArbitrary,
  emptyItem: { ...textItem({ ref: "i", name: "empty", text: "Nothing here." }), split: "val" },
  readOptions: () => ({}),
  expectEqual: (trip) =>
    expectCarried(trip, {
      // To the last character: what is stored is never changed.
      item: ({ name, text: content, length, split, sourceId, metadata }) => ({
        name,
        content,
        length,
        split,
        sourceId: trip.format.carries.ids ? (sourceId ?? null) : null,
        metadata: metadata ?? null,
      }),
      place: ({ start, end }) => [start, end],
    }),
};
