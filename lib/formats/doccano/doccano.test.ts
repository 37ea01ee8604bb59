import { describe, expect, it } from "vitest";
import type { DatasetItem } from "../format";
import { type Dataset, readDataset, writeDataset } from "../testing/dataset";
import { doccano } from "./doccano";

const read = (...records: unknown[]) =>
  readDataset(doccano, { "train.jsonl": records.map((each) => JSON.stringify(each)).join("\n") });
const codes = ({ issues }: Dataset) => issues.map(({ code }) => code);
const surfaces = ({ annotations }: Dataset) => annotations.map(({ text }) => text);

describe("reading doccano", () => {
  it("reads spans, ids, metadata and comments, and names items by their file", async () => {
    const dataset = await read(
      {
        id: 7,
        text: "Ada met Bob",
        label: [
          [0, 3, "PER"],
          [8, 11, "PER"],
        ],
        source: "x",
      },
      { text: "Nothing", label: [], Comments: ["check"] },
    );
    expect(dataset.items).toMatchObject([
      { name: "train/7", sourceId: "7", split: "train", length: 11, metadata: { source: "x" } },
      { name: "train/2", text: "Nothing", metadata: { Comments: ["check"] } },
    ]);
    expect(surfaces(dataset)).toEqual(["Ada", "Bob"]);
    expect(dataset.labels).toMatchObject([{ name: "PER", geometries: ["interval"] }]);
    expect(codes(dataset)).toEqual([]);
  });
  it("reads entities with relations between them, whatever their ids are", async () => {
    const entities = [
      { id: 40, start_offset: 0, end_offset: 3, label: "PER" },
      { id: 0, start_offset: 7, end_offset: 13, label: "LOC" },
    ];
    const relations = [
      { id: 1, from_id: 40, to_id: 0, type: "in" },
      { id: 2, from_id: 40, to_id: 99, type: "in" },
    ];
    const dataset = await read({ text: "Ada in Berlin", entities, relations, Comments: [] });
    const [ada, berlin, relation] = dataset.annotations;
    expect(surfaces(dataset)).toEqual(["Ada", "Berlin", undefined]);
    expect(relation?.geometry).toEqual({ kind: "relation", from: ada?.ref, to: berlin?.ref });
    expect(dataset.labels.map(({ name }) => name)).toEqual(["PER", "LOC", "in"]);
    expect(codes(dataset)).toEqual(["bad_relation"]);
  });
  it("tells classes from answers", async () => {
    const classes = await read({ text: "a", label: ["good"] }, { text: "b", label: ["bad"] });
    expect(classes.labels).toMatchObject([
      { name: "good", geometries: ["whole"], answer: { question: "", kind: "one" } },
      { name: "bad" },
    ]);
    const many = await read({ text: "a", label: ["x", "y"] });
    expect(many.labels[0]).not.toHaveProperty("answer");
    const answers = await read({ text: "a", label: ["One line.\nAnd another."] });
    expect(answers.labels).toMatchObject([{ name: "Answer", answer: { kind: "text" } }]);
    expect(answers.annotations).toMatchObject([{ text: "One line.\nAnd another." }]);
    expect(codes(answers)).toEqual(["labels_are_answers"]);
  });
  it("reads spans with classes beside them", async () => {
    const dataset = await read({ text: "to Rome", entities: [[3, 7, "city"]], cats: ["trip"] });
    expect(dataset.annotations.map(({ geometry }) => geometry.kind)).toEqual(["interval", "whole"]);
  });
  it("takes offsets for code points, and for UTF-16 units where the words say so", async () => {
    const text = "👨🏻\u200d🚒 firemen drive firetrucks";
    const points = await read({ text, label: [[19, 29, "thing"]] });
    expect(surfaces(points)).toEqual(["firetrucks"]);
    const units = await read({
      text,
      label: [
        [22, 32, "thing"],
        [8, 15, "who"],
      ],
    });
    expect(surfaces(units)).toEqual(["firetrucks", "firemen"]);
    expect(units.issues).toMatchObject([{ code: "offset_unit", severity: "info" }]);
  });
  it("refuses spans that cannot be, one by one", async () => {
    const dataset = await read(
      {
        text: "abc",
        label: [
          [0, 9, "X"],
          [2, 1, "X"],
          [0.5, 1, "X"],
          ["0", 1, "X"],
          [0, 1, "X"],
        ],
      },
      { label: [] },
      { text: "x", label: { a: 1 } },
    );
    expect(surfaces(dataset)).toEqual(["a"]);
    const expected = [
      "span_outside",
      "bad_span",
      "bad_span",
      "bad_span",
      "bad_record",
      "bad_label",
    ];
    expect(codes(dataset)).toEqual(expected);
    expect(dataset.issues[0]?.where).toBe("train.jsonl, line 1, span 1");
  });
  it("goes on after lines that are no JSON", async () => {
    const lines = ['{"text":"a","label":[]}', "{oops", "", '{"text":"b","label":[]}'];
    const dataset = await readDataset(doccano, { "x.jsonl": lines.join("\r\n") });
    expect(dataset.items.length).toBe(2);
    expect(dataset.issues).toMatchObject([{ code: "bad_record", where: "x.jsonl, line 2" }]);
  });
  it("reads a JSON array too, in UTF-8 with a byte order mark", async () => {
    const dataset = await readDataset(doccano, {
      "x.json": '\ufeff[\n{"text":"ñ","label":[[0,1,"L"]]}\n]',
    });
    expect(surfaces(dataset)).toEqual(["ñ"]);
  });
  it("changes no character of what people put into texts", async () => {
    const texts = ["a\r\nb\rc", "n\u0303 ñ", "\0\u202e<script>", "\ud83d alone", "\ufeffmark", ""];
    const dataset = await read(...texts.map((text) => ({ text, label: [] })));
    expect(dataset.items.map(({ text }) => text)).toEqual(texts);
    const { files } = await writeDataset(doccano, dataset, { hasMedia: false, splits: ["train"] });
    const again = await readDataset(doccano, files);
    expect(again.items.map(({ text }) => text)).toEqual(texts);
  });
});

describe("writing doccano", () => {
  const item: DatasetItem = {
    ref: "i",
    name: "a/1.txt",
    media: "text",
    width: null,
    height: null,
    text: "😀 Ada is in Berlin",
    split: null,
    file: null,
    metadata: { label: "taken", page: 3 },
  };
  const common = { item: "i", attributes: {}, score: null, groupId: null };
  const span = (ref: string, start: number, end: number, order: number) => ({
    ...common,
    ref,
    label: "l0",
    geometry: { kind: "interval" as const, start, end },
    order,
  });
  async function write(annotations: Dataset["annotations"]) {
    const labels = ["PER", "in", "good"].map((name, i) => ({ ref: `l${i}`, name, position: i }));
    const dataset: Dataset = { labels, items: [item], annotations, issues: [] };
    const written = await writeDataset(doccano, dataset, { hasMedia: true, splits: [] });
    const line = Buffer.from(written.files["data.jsonl"] ?? []).toString();
    return { ...written, record: JSON.parse(line) };
  }
  it("writes the shape of the project that can hold it, counting code points", async () => {
    const spans = await write([span("a", 2, 5, 0)]);
    expect(spans.record).toEqual({
      item_name: "a/1.txt",
      text: item.text,
      label: [[2, 5, "PER"]],
      page: 3,
    });
    expect(spans.issues.map(({ code }) => code)).toEqual([
      "metadata_not_carried",
      "astral_offsets",
    ]);
    const whole = {
      ...common,
      ref: "c",
      label: "l2",
      geometry: { kind: "whole" as const },
      order: 9,
    };
    expect((await write([whole])).record).toMatchObject({ label: ["good"] });
    expect((await write([span("a", 2, 5, 0), whole])).record).toMatchObject({
      entities: [[2, 5, "PER"]],
      cats: ["good"],
    });
    const arc = {
      ...common,
      ref: "r",
      label: "l1",
      geometry: { kind: "relation" as const, from: "b", to: "a" },
      order: 2,
    };
    expect((await write([span("a", 2, 5, 0), span("b", 12, 18, 1), arc])).record).toMatchObject({
      entities: [
        { id: 1, start_offset: 2, end_offset: 5, label: "PER" },
        { id: 2, start_offset: 12, end_offset: 18, label: "PER" },
      ],
      relations: [{ id: 1, from_id: 2, to_id: 1, type: "in" }],
    });
  });
});
