import { describe, expect, it } from "vitest";
import { oneRegion } from "../../testing/audio-datasets";
import { expectAudioRoundTrips } from "../../testing/audio-round-trip";
import { type Dataset, readDataset, writeDataset } from "../../testing/dataset";
import { memoryTree } from "../../testing/memory-tree";
import { manifest } from "./manifest";

const codes = ({ issues }: { issues: Dataset["issues"] }) => issues.map(({ code }) => code);
const lines = (...records: unknown[]) =>
  records.map((each) => `${JSON.stringify(each)}\n`).join("");

describe("the ASR manifest", () => {
  it("brings everything back", async () => {
    await expectAudioRoundTrips(manifest, {
      ...{ tolerance: 1e-9, texts: true, attributes: ["speaker", "channel"], frequencies: true },
      ...{ wholes: true, emptyItems: true },
    });
  });
  it("is what NeMo reads, and keeps keys that are not ours", async () => {
    const text = lines({
      audio_filepath: "recordings/talk.wav",
      offset: 1.1,
      duration: 1.2,
      text: "hello",
      label: "speech",
      speaker: "Ana",
      lang: "es",
      id: "u1",
      pnc: "yes",
      nested: { a: [1, null] },
    });
    const files = { "manifest.jsonl": text, "recordings/talk.wav": "" };
    const read = await readDataset(manifest, files);
    expect(read.annotations).toMatchObject([
      {
        geometry: { start: 1.1, end: 2.3 },
        ...{ text: "hello", sourceId: "u1", attributes: { speaker: "Ana", lang: "es" } },
        extra: { manifest: { pnc: "yes", nested: { a: [1, null] } } },
      },
    ]);
    const again = await writeDataset(manifest, read, { hasMedia: true, splits: [] });
    expect(Buffer.from(again.files["manifest.jsonl"] ?? []).toString()).toBe(text);
  });
  it("takes a record without an offset for the whole recording, and one without text for nothing", async () => {
    const read = await readDataset(manifest, {
      "data/train.json": lines(
        { audio_filepath: "/corpus/wavs/a.wav", duration: 3.5, text: "hello" },
        { audio_filepath: "wavs/b.wav", duration: 2, text: "" },
        { audio_filepath: "c.wav", duration: 2 },
      ),
      "data/wavs/a.wav": "",
      "data/wavs/b.wav": "",
    });
    expect(read.items.map(({ name, split, length, file }) => [name, split, length, file])).toEqual([
      ["data/wavs/a.wav", "train", 3.5, "data/wavs/a.wav"],
      ["data/wavs/b.wav", "train", 2, "data/wavs/b.wav"],
      ["c.wav", "train", 2, null],
    ]);
    expect(read.annotations).toMatchObject([{ geometry: { kind: "whole" }, text: "hello" }]);
    expect(read.labels).toMatchObject([{ name: "speech", answer: { kind: "text" } }]);
    expect(codes(read)).toEqual(["media_missing"]);
  });
  it("reads the metadata of an audio folder", async () => {
    const files = {
      "a.wav": "",
      "metadata.jsonl": lines({ file_name: "a.wav", transcription: "hi" }),
    };
    expect((await manifest.detect(memoryTree(files), "audio")).score).toBeGreaterThan(0.9);
    expect((await readDataset(manifest, files)).annotations[0]?.text).toBe("hi");
  });
  it("goes on after bad records and names them", async () => {
    const read = await readDataset(manifest, {
      "a.wav": "",
      "m.jsonl": `{"audio_filepath":"a.wav","offset":NaN}\n[]\n${lines(
        { audio_filepath: 7 },
        { audio_filepath: "a.wav", offset: "1", duration: 2, text: "a" },
        { audio_filepath: "a.wav", offset: 1, text: "b" },
        { audio_filepath: "a.wav", offset: 1, duration: -1, text: "c" },
        { audio_filepath: "a.wav", offset: 1, duration: 1, text: "d", score: 7, attributes: 1 },
      )}{"audio_filepath":"a.wav","off`,
    });
    expect(read.annotations.map(({ text }) => text)).toEqual(["d"]);
    expect(codes(read).sort()).toEqual(
      [
        ...["bad_record", "bad_record", "bad_record", "bad_record", "bad_time", "bad_time"],
        ...["region_reversed", "bad_score", "bad_value"],
      ].sort(),
    );
  });
  it("writes attributes of odd kinds where they come back as they were", async () => {
    const attributes = { speaker: 7, channel: "left", lang: true, tags: ["a", "b"] };
    const dataset = oneRegion({ attributes, score: 0.5, groupId: "g" });
    const written = await writeDataset(manifest, dataset, { hasMedia: true, splits: [] });
    const read = await readDataset(manifest, written.files);
    expect(read.annotations).toMatchObject([{ attributes, score: 0.5, groupId: "g" }]);
  });
});
