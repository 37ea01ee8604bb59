import { describe, expect, it } from "vitest";
import { oneRegion } from "../../testing/audio-datasets";
import { expectAudioRoundTrips } from "../../testing/audio-round-trip";
import { type Dataset, readDataset, writeDataset } from "../../testing/dataset";
import { audacity } from "./audacity";

const codes = ({ issues }: Dataset) => issues.map(({ code }) => code);
const read = (text: string) =>
  readDataset(audacity, { "talk.wav": "", "other.txt": "not\tlabels", "talk.txt": text });

describe("Audacity labels", () => {
  it("come back as they were", async () => {
    await expectAudioRoundTrips(audacity, {
      ...{ tolerance: 0, texts: true, attributes: [], frequencies: true },
      ...{ wholes: false, emptyItems: true },
    });
  });
  it("are written as Audacity writes them, finer where the time is finer", async () => {
    const dataset = oneRegion({
      geometry: { kind: "interval", start: 1.5, end: 2.123456789 },
      text: "kee-o",
      extra: { lowHz: 100, highHz: 8000.25 },
    });
    const { files } = await writeDataset(audacity, dataset, { hasMedia: true, splits: [] });
    expect(Object.keys(files)).toEqual([
      "recordings/talk.txt",
      "recordings/talk.wav",
      "trazo-labels.json",
    ]);
    expect(Buffer.from(files["recordings/talk.txt"] ?? []).toString()).toBe(
      "1.500000\t2.123456789\tbird: kee-o\n\\\t100.000000\t8000.250000\n",
    );
  });
  it("are read with decimal commas, byte order mark, CRLF and points", async () => {
    const dataset = await read("\ufeff1,500000\t2,5\tbird\r\n3\t3\t\r\n");
    expect(dataset.annotations.map(({ geometry }) => geometry)).toEqual([
      { kind: "interval", start: 1.5, end: 2.5 },
      { kind: "interval", start: 3, end: 3 },
    ]);
    expect(dataset.labels.map(({ name }) => name)).toEqual(["bird", "region"]);
    expect(codes(dataset)).toEqual(["file_ignored", "label_unnamed", "comma_decimal"]);
  });
  it("go on after bad rows and name them", async () => {
    const dataset = await read(
      "1\t2\ta\nNaN\t2\tb\n3\t1\tc\n-2\t-1\td\n-1\t1\te\n\\\tx\ty\nonly text\n1e999\t2\tf\n4\t5\tg",
    );
    const names = new Map(dataset.labels.map(({ ref, name }) => [ref, name]));
    expect(dataset.annotations.map(({ label }) => names.get(label))).toEqual(["a", "e", "g"]);
    expect(codes(dataset).slice(1)).toEqual([
      ...["bad_row", "region_reversed", "region_outside", "region_clipped"],
      ...["bad_row", "bad_row", "bad_row"],
    ]);
    expect(dataset.issues[1]?.where).toBe("talk.txt:2");
  });
  it("do not swallow sentences that stand where a label should", async () => {
    const dataset = await read(`1\t2\t${"very ".repeat(60)}\n`);
    expect(dataset.labels.map(({ name }) => name)).toEqual(["speech"]);
    expect(dataset.annotations[0]?.text).toMatch(/^very/);
    expect(codes(dataset)).toContain("label_is_text");
  });
  it("are not taken for texts, tables of numbers or YOLO labels", async () => {
    const files = {
      "talk.wav": "",
      "a.txt": "0 0.5 0.5 0.1 0.1\n",
      "b.txt": "Hello.\n1\t2\tx\n",
      "c.txt": "",
      "d.txt": "1\ttwo\tthree\n",
    };
    const { memoryTree } = await import("../../testing/memory-tree");
    expect((await audacity.detect(memoryTree(files), "audio")).score).toBe(0);
  });
});
