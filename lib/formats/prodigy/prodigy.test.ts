import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexCodePoints } from "@/lib/text/code-points";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { type Dataset, readDataset, writeDataset } from "../testing/dataset";
import { prodigy } from "./prodigy";
import { spanTokens } from "./span-tokens";

const read = (...records: unknown[]) =>
  readDataset(prodigy, { "dev.jsonl": records.map((each) => JSON.stringify(each)).join("\n") });
const codes = ({ issues }: Dataset) => issues.map(({ code }) => code);
const surfaces = ({ annotations }: Dataset) => annotations.map(({ text }) => text);
const tokens = [
  { text: "Hi", start: 0, end: 2, id: 0, ws: true },
  { text: "Ada", start: 3, end: 6, id: 1, ws: true },
  { text: "Lovelace", start: 7, end: 15, id: 2, ws: false },
];
const span = { start: 3, end: 15, token_start: 1, token_end: 2, label: "PER" };

describe("reading Prodigy", () => {
  it("reads spans and keeps hashes, meta and unknown keys", async () => {
    const dataset = await read({
      text: "Hi Ada Lovelace",
      meta: { source: "x" },
      _input_hash: -5,
      tokens,
      spans: [{ ...span, source: "model" }],
      answer: "accept",
    });
    expect(dataset.items).toMatchObject([
      { split: "val", metadata: { meta: { source: "x" }, _input_hash: -5 } },
    ]);
    expect(dataset.annotations).toMatchObject([
      { text: "Ada Lovelace", extra: { prodigy: { source: "model" } } },
    ]);
    expect(codes(dataset)).toEqual(["tokens_not_kept"]);
  });
  it("takes nothing from what was rejected or ignored, and says so", async () => {
    const dataset = await read(
      { text: "Hi Ada Lovelace", spans: [span], answer: "reject" },
      { text: "Hi Ada Lovelace", spans: [span], answer: "ignore" },
      { text: "so good", label: "POSITIVE", answer: "reject" },
      { text: "so good", label: "POSITIVE", answer: "accept" },
    );
    expect(dataset.annotations.length).toBe(1);
    expect(codes(dataset)).toEqual(["rejected", "ignored", "rejected"]);
    expect(dataset.items[0]?.metadata).toEqual({ answer: "reject" });
    expect(dataset.items.map(({ isSkipped = false }) => isSkipped)).toEqual([
      ...[true, true, true, false],
    ]);
  });
  it("lets the characters count where the tokens are others", async () => {
    const dataset = await read({
      text: "Hi Ada Lovelace",
      tokens,
      spans: [{ start: 3, end: 6, token_start: 1, token_end: 2, label: "PER" }],
    });
    expect(surfaces(dataset)).toEqual(["Ada"]);
    expect(dataset.issues[0]?.message).toContain("token_end is one too far");
  });
  it("counts code points, and UTF-16 units where the tokens or the surface say so", async () => {
    const text = "😀 Ada";
    expect(surfaces(await read({ text, spans: [{ start: 2, end: 5, label: "P" }] }))).toEqual([
      "Ada",
    ]);
    const byTokens = await read({
      text,
      tokens: [
        { text: "😀", start: 0, end: 2, id: 0 },
        { text: "Ada", start: 3, end: 6, id: 1 },
      ],
      spans: [{ start: 3, end: 6, label: "P" }],
    });
    expect(surfaces(byTokens)).toEqual(["Ada"]);
    const bySurface = await read({ text, spans: [{ start: 3, end: 6, label: "P", text: "Ada" }] });
    expect(surfaces(bySurface)).toEqual(["Ada"]);
    expect(codes(bySurface)).toEqual(["offset_repaired"]);
  });
  it("reads relations by their spans, classes by choice and cats, and answers", async () => {
    const [a, b] = [
      { start: 0, end: 2, token_start: 0, token_end: 0, label: "A" },
      { start: 3, end: 6, token_start: 1, token_end: 1, label: "B" },
    ];
    const relation = { head: 1, child: 0, head_span: b, child_span: a, label: "of" };
    const arcs = await read({ text: "Hi Ada", spans: [a, b], relations: [relation] });
    const [first, second, arc] = arcs.annotations;
    expect(arc?.geometry).toEqual({ kind: "relation", from: second?.ref, to: first?.ref });
    const options = [{ id: "x", text: "X" }];
    const choice = await read({
      text: "a",
      options,
      accept: ["x"],
      answer: "accept",
      user_input: "b",
    });
    expect(choice.labels.map(({ name, answer }) => [name, answer?.kind])).toEqual([
      ["x", "one"],
      ["Answer", "text"],
    ]);
    const cats = await read({ text: "a", cats: { POS: 1, NEG: 0, MAYBE: 0.75 }, answer: "accept" });
    expect(cats.annotations.map(({ score }) => score)).toEqual([null, 0.75]);
  });
  it("refuses bad spans and records one by one", async () => {
    const spans = [
      { start: 0, end: 99, label: "A" },
      { start: "0" },
      7,
      { start: 0, end: 1, label: "A" },
    ];
    const dataset = await read({ text: "abc", spans }, { spans: [] });
    expect(surfaces(dataset)).toEqual(["a"]);
    expect(codes(dataset).sort()).toEqual(["bad_record", "bad_span", "bad_span", "span_outside"]);
  });
  it("does not mistake spans of other tasks for classes", async () => {
    const dataset = await read({
      text: "abc",
      label: "A",
      spans: [{ start: 0, end: 1, label: "A" }],
    });
    expect(dataset.annotations.map(({ geometry }) => geometry.kind)).toEqual(["interval"]);
  });
});

describe("spanTokens", () => {
  const place = fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 60 }));
  it("makes up the whole text, and begins and ends a token with each span", () => {
    fc.assert(
      fc.property(
        textArbitrary({ lone: true }),
        fc.array(place, { maxLength: 5 }),
        (text, places) => {
          const points = indexCodePoints(text);
          const spans = places.map(([a, b]) => {
            const [start = 0, end = 0] = [a, b]
              .map((n) => n % (points.length + 1))
              .sort((x, y) => x - y);
            return { start, end };
          });
          const made = spanTokens(points, spans);
          expect(made.map(({ text: token, ws }) => token + (ws ? " " : "")).join("")).toBe(text);
          for (const [i, { start, end, text: token, id }] of made.entries()) {
            expect(id).toBe(i);
            expect(points.slice(start, end)).toBe(token);
          }
          for (const { start, end } of spans) {
            if (start === end) continue;
            expect(made.some((token) => token.start === start)).toBe(true);
            expect(made.some((token) => token.end === end)).toBe(true);
          }
        },
      ),
    );
  });
});

it("writes tokens whose end is the last one, as Prodigy reads it", async () => {
  const dataset = await read({ text: "Hi Ada Lovelace", tokens, spans: [span] });
  const { files } = await writeDataset(prodigy, dataset, { hasMedia: true, splits: ["val"] });
  const record = JSON.parse(Buffer.from(files["val.jsonl"] ?? []).toString());
  expect(record).toMatchObject({ tokens, spans: [span], answer: "accept" });
});

it("writes what was set aside as it came, and accepts whatever has labels", async () => {
  const dataset = await read(
    { text: "a", answer: "reject" },
    { text: "b", answer: "ignore" },
    { text: "c", answer: "accept" },
    { text: "Hi Ada Lovelace", spans: [span], answer: "accept" },
  );
  // Somebody worked on the last one meanwhile, and skipped the third.
  const items = dataset.items.map((item, i) =>
    i === 2 ? { ...item, isSkipped: true as const } : item,
  );
  const last = items[3];
  if (last) items[3] = { ...last, metadata: { answer: "reject" } };
  const { files } = await writeDataset(
    prodigy,
    { ...dataset, items },
    {
      hasMedia: true,
      splits: ["val"],
    },
  );
  const lines = Buffer.from(files["val.jsonl"] ?? [])
    .toString()
    .trim()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line).answer)).toEqual([
    ...["reject", "ignore", "ignore", "accept"],
  ]);
});
