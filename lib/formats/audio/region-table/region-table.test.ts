import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneRegion } from "../../testing/audio-datasets";
import { expectAudioRoundTrips } from "../../testing/audio-round-trip";
import { type Dataset, readDataset, writeDataset } from "../../testing/dataset";
import { memoryTree } from "../../testing/memory-tree";
import { attributeText, parseAttribute, parsePlainCell, plainCell } from "../attribute-text";
import { regionTable } from "./region-table";

const codes = ({ issues }: { issues: Dataset["issues"] }) => issues.map(({ code }) => code);
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe("the table of regions", () => {
  it("has a cell for every attribute", () => {
    const value = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.boolean(),
      fc.array(fc.string()),
      fc.double().map(String),
      fc.jsonValue().map((json) => JSON.stringify(json)),
    );
    fc.assert(
      fc.property(value, (given) => {
        expect(parseAttribute(attributeText(given))).toEqual(given);
        if (typeof given === "string") expect(parsePlainCell(plainCell(given))).toBe(given);
      }),
    );
  });
  it("brings everything back", async () => {
    await expectAudioRoundTrips(regionTable, {
      ...{ tolerance: 0, texts: true, attributes: ["speaker", "channel"], frequencies: true },
      ...{ wholes: true, emptyItems: true },
    });
  });
  it("keeps attributes of every kind, scores, groups, ids and foreign columns", async () => {
    const attributes = {
      loud: true,
      count: 3,
      code: "007",
      number: "3",
      yes: "true",
      empty: "",
      list: ["a,b", '"'],
      quote: '"x"',
      __proto__x: "x",
      start: "begin",
    };
    const dataset = oneRegion({
      ...{ attributes, score: 0.25, groupId: "g", sourceId: "17" },
      extra: { table: { "Song Type": "=A1", "Rating, max 5": "4" } },
    });
    const options = { hasMedia: true, splits: [] };
    const written = await writeDataset(regionTable, dataset, options);
    const read = await readDataset(regionTable, written.files);
    expect(codes(read)).toEqual([]);
    const given = dataset.annotations[0];
    expect(read.annotations[0]?.attributes).toEqual(attributes);
    expect(read.annotations[0]?.extra).toEqual(given?.extra);
    expect(read.annotations[0]).toMatchObject({
      ...{ geometry: given?.geometry, score: 0.25, groupId: "g", sourceId: "17" },
    });
    expect((await writeDataset(regionTable, read, options)).files).toEqual(written.files);
  });
  it("is a plain table to everybody else", async () => {
    const { files } = await writeDataset(
      regionTable,
      oneRegion({ text: 'say "hi",\nAna', attributes: { speaker: "Ana" } }),
      { hasMedia: true, splits: [] },
    );
    expect(textOf(files["regions.csv"])).toBe(
      'file,start,end,label,text,speaker\r\nrecordings/talk.wav,1,2,bird,"say ""hi"",\nAna",Ana\r\n',
    );
  });
  it("reads Raven's selection tables, each selection once", async () => {
    const table = [
      "Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tSpecies\tNote",
      '1\tWaveform 1\t1\t1.5\t2.25\t100\t8000.5\tWREN\t"loud',
      '1\tSpectrogram 1\t1\t1.5\t2.25\t100\t8000.5\tWREN\t"loud',
      "2\tSpectrogram 1\t2\t3\t4\t\t\t\t",
    ].join("\r\n");
    const dataset = await readDataset(regionTable, {
      "a/talk.wav": "",
      "a/talk.Table.1.selections.txt": table,
    });
    expect(dataset.items).toMatchObject([{ name: "a/talk.wav", file: "a/talk.wav" }]);
    expect(dataset.annotations).toMatchObject([
      {
        geometry: { start: 1.5, end: 2.25 },
        ...{ sourceId: "1", attributes: { channel: 0 } },
        extra: { lowHz: 100, highHz: 8000.5, table: { Note: '"loud' } },
      },
      { sourceId: "2", attributes: { channel: 1 } },
    ]);
    expect(dataset.labels.map(({ name }) => name)).toEqual(["WREN", "region"]);
    expect(codes(dataset)).toEqual(["label_unnamed", "duplicate_view"]);
  });
  it("reads onset and offset, durations, semicolons and decimal commas", async () => {
    const read = (text: string) => readDataset(regionTable, { "x.wav": "", "t.csv": text });
    const events = await read("filename\tonset\toffset\tevent_label\nx.wav\t1\t2\tdog\n");
    expect(events.annotations).toMatchObject([{ geometry: { start: 1, end: 2 } }]);
    const comma = await read("\ufefffile;start;duration;label\nx.wav;1,5;0,25;dog\n");
    expect(comma.annotations).toMatchObject([{ geometry: { start: 1.5, end: 1.75 } }]);
    expect(codes(comma)).toEqual(["comma_decimal", "comma_decimal"]);
  });
  it("gathers the rows of a recording from wherever they stand, paths of other machines too", async () => {
    const dataset = await readDataset(regionTable, {
      "train/a.wav": "",
      "train/b.wav": "",
      "one.csv":
        "file,start,end,label\n/home/x/train/a.wav,1,2,p\nC:\\x\\b.wav,1,2,q\ntrain/a.wav,3,4,r\n",
      "two.csv": "file,start,end,label\ntrain/a.wav,5,6,s\nmissing/b.wav,1,2,t\n",
    });
    const counts = dataset.items.map(({ ref, name, split, file }) => [
      name,
      split,
      file,
      dataset.annotations.filter(({ item }) => item === ref).length,
    ]);
    expect(counts).toEqual([
      ["a.wav", "train", "train/a.wav", 3],
      ["b.wav", "train", "train/b.wav", 1],
      ["missing/b.wav", null, null, 1],
    ]);
    expect(codes(dataset)).toEqual(["media_missing"]);
  });
  it("goes on after bad rows and names them", async () => {
    const dataset = await readDataset(regionTable, {
      "x.wav": "",
      "t.csv":
        'file,start,end,label,score\nx.wav,2,1,a,\nx.wav,NaN,1,b,\n,1,2,c,\nx.wav,1,,d,\nx.wav,"1,2,e\n"x,\nx.wav,1,2,f,7\nx.wav,3,4,"g\n',
    });
    const names = new Map(dataset.labels.map(({ ref, name }) => [ref, name]));
    expect(dataset.annotations.map(({ label }) => names.get(label))).toEqual(["f"]);
    expect(codes(dataset).sort()).toEqual(
      [
        ...["bad_row", "bad_row", "bad_row", "region_reversed", "bad_time", "bad_time"],
        ...["bad_value", "bad_score"],
      ].sort(),
    );
  });
  it("does not claim tables of other things", async () => {
    const files = {
      "x.wav": "",
      "a.csv": "name,age\nx,3\n",
      "b.csv": "start,end\n1,2\n",
      "c.tsv": "",
      "d.csv": "file,label\nx.wav,dog\n",
    };
    expect((await regionTable.detect(memoryTree(files), "audio")).score).toBe(0);
  });
});
