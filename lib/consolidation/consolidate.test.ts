import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Geometry } from "@/lib/geometry/geometry";
import { geometryIou } from "@/lib/geometry/overlap";
import { consolidate } from "./consolidate";
import type { MergeContext, MergeRule, Source } from "./source";

const RULE: MergeRule = { iou: 0.5, quorum: 0.5, isWeighted: true, minAgreement: 0.5 };
const context = (media: MergeContext["media"], rule: Partial<MergeRule> = {}): MergeContext => ({
  rule: { ...RULE, ...rule },
  media,
  answers: new Map([
    ["cat", { question: "animal", kind: "one" }],
    ["dog", { question: "animal", kind: "one" }],
    ["says", { question: "says", kind: "text" }],
  ]),
  idOf: (key) => `merged ${key}`,
});
const annotation = (
  id: string,
  geometry: Geometry,
  rest: Partial<Annotation> = {},
): Annotation => ({
  ...{ id, geometry, labelId: "a", attributes: {}, order: 0 },
  ...{ score: null, source: "manual", groupId: null },
  ...rest,
});
const box = (id: string, x: number, labelId = "a") =>
  annotation(id, { kind: "box", x, y: 0, w: 10, h: 10 }, { labelId });
const span = (id: string, start: number, end: number, rest: Partial<Annotation> = {}) =>
  annotation(id, { kind: "interval", start, end }, rest);
const whole = (id: string, labelId: string, text?: string) =>
  annotation(id, { kind: "whole" }, { labelId, ...(text === undefined ? {} : { text }) });
const by = (layerId: string, annotations: Annotation[], weight = 1): Source => ({
  ...{ layerId, weight, annotations },
});

describe("things with a place", () => {
  test("every two of a cluster overlap enough: no chains", () => {
    // Neighbours share a half or more, the outer two do not.
    const { clusters } = consolidate(
      [by("p", [box("1", 0)]), by("q", [box("1", 3)]), by("r", [box("1", 6)])],
      context("image"),
    );
    expect(clusters.map(({ members, outcome }) => [members.length, outcome])).toEqual([
      [2, "merged"],
      [1, "dropped"],
    ]);
  });

  test("weights move the mean and decide the label", () => {
    const { annotations } = consolidate(
      [by("p", [box("1", 0, "a")], 3), by("q", [box("1", 4, "b")], 1)],
      context("image", { iou: 0.4 }),
    );
    expect(annotations).toMatchObject([
      { labelId: "a", geometry: { kind: "box", x: 1, y: 0, w: 10, h: 10 } },
    ]);
  });

  test("labels that lie in one place stay apart when people agree on both", () => {
    const two = (shift: number) => [
      span("1", shift, 6, { labelId: "person" }),
      span("2", 0, 6 - shift, { labelId: "place" }),
    ];
    const { annotations, needsAdjudication } = consolidate(
      [by("p", two(0)), by("q", two(1))],
      context("text"),
    );
    expect(annotations.map(({ labelId }) => labelId).sort()).toEqual(["person", "place"]);
    expect(needsAdjudication).toBe(false);
  });

  test("ends of spans are never averaged, ends of regions are", () => {
    const sources = [
      by("p", [span("1", 0, 10, { text: "0123456789" })]),
      by("q", [span("1", 2, 10, { text: "23456789" })]),
      by("r", [span("1", 2, 12, { text: "23456789ab" })]),
    ];
    expect(consolidate(sources, context("text")).annotations).toMatchObject([
      { geometry: { start: 2, end: 10 }, text: "23456789" },
    ]);
    const [region] = consolidate(sources, context("audio")).annotations;
    expect(region?.geometry).toEqual({ kind: "interval", start: 4 / 3, end: 32 / 3 });
    // The transcript that is nearest to both others.
    expect(region?.text).toBe("23456789");
  });

  test("a tie of presence and one of labels go to a person, what is below the quorum goes", () => {
    const { clusters, annotations, needsAdjudication } = consolidate(
      [
        by("p", [box("1", 0), box("2", 30, "a"), box("3", 60)]),
        by("q", [box("1", 0), box("2", 30, "b")]),
      ],
      context("image"),
    );
    expect(clusters.map(({ outcome, tie }) => [outcome, tie])).toEqual([
      ["merged", null],
      ["tie", "label"],
      ["tie", "presence"],
    ]);
    expect(annotations).toHaveLength(1);
    expect(needsAdjudication).toBe(true);
    const strict = consolidate(
      [by("p", [box("1", 0), box("3", 60)]), by("q", [box("1", 0)])],
      context("image", { quorum: 0.6 }),
    );
    expect(strict.clusters.map(({ outcome }) => outcome)).toEqual(["merged", "dropped"]);
    expect(strict.needsAdjudication).toBe(false);
  });

  test("attributes are those of most who gave the label", () => {
    const with1 = (value: Annotation["attributes"]) => ({ ...box("1", 0), attributes: value });
    const { annotations } = consolidate(
      [
        by("p", [with1({ hidden: true, pose: "left" })]),
        by("q", [with1({ hidden: true })]),
        by("r", [with1({ hidden: false, pose: "right" })]),
      ],
      context("image"),
    );
    // Left, right and nothing weigh the same: what is given goes first, then the order of the alphabet.
    expect(annotations[0]?.attributes).toEqual({ hidden: true, pose: "left" });
  });
});

describe("the item as a whole", () => {
  test("one answer by majority, many by quorum", () => {
    const { annotations } = consolidate(
      [
        by("p", [whole("1", "cat"), whole("2", "sunny")]),
        by("q", [whole("1", "cat")]),
        by("r", [whole("1", "dog"), whole("2", "sunny")]),
      ],
      context("image"),
    );
    expect(annotations.map(({ labelId }) => labelId).sort()).toEqual(["cat", "sunny"]);
  });

  test("no majority is a tie", () => {
    const { clusters } = consolidate(
      [by("p", [whole("1", "cat")]), by("q", [whole("1", "dog")])],
      context("image"),
    );
    expect(clusters).toMatchObject([{ outcome: "tie", tie: "label" }]);
  });

  test("the text nearest to all others, unless they are too far apart", () => {
    const said = (...texts: string[]) =>
      consolidate(
        texts.map((text, index) => by(`p${index}`, [whole("1", "says", text)])),
        context("image"),
      );
    expect(said("a black bog", "a black dog", "a black dogs").annotations[0]?.text).toBe(
      "a black dog",
    );
    expect(said("a black dog", "nothing to see").clusters).toMatchObject([
      { outcome: "tie", tie: "text" },
    ]);
  });
});

test("relations between what stays, in their direction", () => {
  const arc = (id: string, from: string, to: string) =>
    annotation(id, { kind: "relation", from, to }, { labelId: "of" });
  const placed = (...ids: string[]) => ids.map((id, index) => span(id, index * 20, index * 20 + 9));
  const { annotations, clusters } = consolidate(
    [
      by("p", [...placed("a", "b", "c"), arc("r", "a", "b"), arc("s", "a", "c")]),
      by("q", [...placed("x", "y"), arc("r", "x", "y")]),
      by("r", [...placed("a", "b"), arc("r", "b", "a")]),
    ],
    context("text"),
  );
  const arcs = annotations.filter(({ geometry }) => geometry.kind === "relation");
  const ends = annotations.filter(({ geometry }) => geometry.kind === "interval");
  expect(arcs.map(({ geometry }) => geometry)).toEqual([
    { kind: "relation", from: ends[0]?.id, to: ends[1]?.id },
  ]);
  expect(clusters.filter(({ kind }) => kind === "relation")).toHaveLength(3);
});

describe("properties", () => {
  const layer = fc
    .array(fc.tuple(fc.nat(60), fc.constantFrom("a", "b")), { maxLength: 5 })
    .map((marks) => marks.map(([x, labelId], index) => box(`${index}`, x + index / 97, labelId)));
  const weight = fc.constantFrom(1, 0.7, 0.9);
  const sources = fc
    .array(fc.tuple(layer, weight), { minLength: 1, maxLength: 4 })
    .map((all) => all.map(([annotations, heavy], index) => by(`p${index}`, annotations, heavy)));

  test("each thing is in one cluster, nobody twice in one, and all in it overlap enough", () => {
    fc.assert(
      fc.property(sources, (all) => {
        const { clusters } = consolidate(all, context("image"));
        const keys = clusters.flatMap(({ members }) => members.map((one) => JSON.stringify(one)));
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).toHaveLength(all.flatMap(({ annotations }) => annotations).length);
        for (const { members } of clusters) {
          expect(new Set(members.map(({ layerId }) => layerId)).size).toBe(members.length);
          const geometries = members.flatMap(
            ({ layerId, annotationId }) =>
              all
                .find((source) => source.layerId === layerId)
                ?.annotations.find(({ id }) => id === annotationId)?.geometry ?? [],
          );
          for (const a of geometries) {
            for (const b of geometries) expect(geometryIou(a, b)).toBeGreaterThanOrEqual(0.5);
          }
        }
      }),
    );
  });

  test("the order of people and of what they drew does not matter", () => {
    fc.assert(
      fc.property(sources, (all) => {
        const turned = all
          .map((source) => ({ ...source, annotations: source.annotations.toReversed() }))
          .reverse();
        const [there, back] = [all, turned].map((one) => consolidate(one, context("image")));
        expect(back?.annotations).toEqual(there?.annotations);
        expect(back?.clusters.map(({ outcome }) => outcome)).toEqual(
          there?.clusters.map(({ outcome }) => outcome),
        );
      }),
    );
  });

  test("people who all did the same get exactly that, under ids of its own", () => {
    fc.assert(
      fc.property(layer, fc.integer({ min: 1, max: 4 }), (marks, people) => {
        const all = Array.from({ length: people }, (_, index) => by(`p${index}`, marks, 0.7));
        const { annotations, needsAdjudication } = consolidate(all, context("image"));
        const plain = (list: readonly Annotation[]) =>
          list.map(({ labelId, geometry }) => JSON.stringify({ labelId, geometry })).sort();
        expect(plain(annotations)).toEqual(plain(marks));
        expect(new Set(annotations.map(({ id }) => id)).size).toBe(annotations.length);
        expect(needsAdjudication).toBe(false);
      }),
    );
  });
});
