import { describe, expect, it } from "vitest";
import { type Dataset, emptyDataset, readDataset, writeDataset } from "../testing/dataset";
import { textItem } from "../testing/text-datasets";
import { table } from "./table";

const codes = ({ issues }: Pick<Dataset, "issues">) => issues.map(({ code }) => code);
const WRITE = { hasMedia: true, splits: [] };

describe("reading tables", () => {
  it("guesses the columns, says so, and keeps the others as metadata", async () => {
    const dataset = await readDataset(table, {
      "reviews/train.csv": "id,text,label,stars\n7,Very good,pos,5\n8,Bad,neg,1\n9,,,\n",
    });
    expect(dataset.items).toMatchObject([
      { name: "reviews/train/7", text: "Very good", split: "train", metadata: { stars: "5" } },
      { name: "reviews/train/8", sourceId: "8" },
      { name: "reviews/train/9", text: "" },
    ]);
    expect(dataset.labels).toMatchObject([
      { name: "pos", answer: { question: "label", kind: "one" } },
      { name: "neg" },
    ]);
    expect(codes(dataset)).toEqual(["column_guessed"]);
  });
  it("does as a person says: columns, delimiter, encoding, no header", async () => {
    const bytes = Buffer.from("1;señor;ja\n2;año;nein\n", "latin1");
    const dataset = await readDataset(
      table,
      { "a.csv": bytes },
      {
        table: {
          hasHeader: false,
          encoding: "windows-1252",
          mapping: {
            text: "column 2",
            metadata: [],
            classes: [{ column: "column 3", separator: null }],
          },
        },
      },
    );
    expect(dataset.items.map(({ text, metadata }) => [text, metadata])).toEqual([
      ["señor", undefined],
      ["año", undefined],
    ]);
    expect(dataset.annotations.length).toBe(2);
    expect(codes(dataset)).toEqual([]);
  });
  it("keeps the same class of two columns apart", async () => {
    const mapping = {
      text: "text",
      classes: [
        { column: "spam", separator: null },
        { column: "urgent", separator: null },
      ],
    };
    const csv = "text,spam,urgent\na,yes,yes\nb,no,yes\n";
    const dataset = await readDataset(table, { "a.csv": csv }, { table: { mapping } });
    expect(dataset.labels.map(({ name, answer }) => [name, answer?.question])).toEqual([
      ["yes", "spam"],
      ["urgent: yes", "urgent"],
      ["no", "spam"],
    ]);
  });
});

describe("writing tables", () => {
  const dataset: Dataset = {
    ...emptyDataset(),
    items: [
      textItem({ ref: "i", name: "n", text: '=cmd() said "😀 Ada"\r\n' }),
      textItem({ ref: "j", name: "half", text: "\ud83d" }),
    ],
    annotations: [
      {
        ...{
          ref: "a",
          item: "i",
          label: "label-0",
          geometry: { kind: "interval", start: 15, end: 18 },
        },
        ...{ text: "Ada", attributes: {}, score: null, groupId: null, order: 0 },
      },
    ],
  };
  it("changes nothing of a text, and tells of formulas and of halves of characters", async () => {
    const { files, issues } = await writeDataset(table, dataset, WRITE);
    expect(Buffer.from(files["items.csv"] ?? []).toString()).toBe(
      'item,name,id,split,text,metadata\r\n1,n,,,"=cmd() said ""😀 Ada""\r\n",\r\n',
    );
    expect(Buffer.from(files["annotations.csv"] ?? []).toString()).toContain(
      "\r\n1,n,1,,span,thing,15,18,Ada,",
    );
    expect(codes({ issues })).toEqual(["not_encodable", "formula_cells"]);
  });
  it("reads rows in any order, repairs offsets by the text, and names rows without an item", async () => {
    const { files } = await writeDataset(table, dataset, WRITE);
    const rows = [
      "item,kind,annotation,label,start,end,text",
      "9,span,3,thing,0,1,x",
      "1,span,2,thing,16,19,Ada",
      "1,span,1,thing,0,4,=cmd",
      "1,odd,4,thing,,,",
      "1,span,5,thing,0,4,nowhere",
    ];
    const read = await readDataset(table, { ...files, "annotations.csv": rows.join("\n") });
    expect(read.annotations.map(({ text }) => text)).toEqual(["Ada", "=cmd", "=cmd"]);
    const expected = ["offset_repaired", "bad_record", "surface_mismatch", "unknown_item"];
    expect(codes(read)).toEqual(expected);
  });
});
