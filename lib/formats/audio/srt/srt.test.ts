import { describe, expect, it } from "vitest";
import { oneRegion } from "../../testing/audio-datasets";
import { expectAudioRoundTrips } from "../../testing/audio-round-trip";
import { type Dataset, readDataset, writeDataset } from "../../testing/dataset";
import { srt } from "./srt";

const codes = ({ issues }: { issues: Dataset["issues"] }) => issues.map(({ code }) => code);
const read = (text: string | Uint8Array) =>
  readDataset(srt, { "talk.wav": "", "talk.es.srt": text });

describe("SRT", () => {
  it("comes back, to the millisecond", async () => {
    await expectAudioRoundTrips(srt, {
      ...{ tolerance: 0.000_501, texts: true, attributes: ["speaker"], frequencies: false },
      ...{ wholes: false, emptyItems: true },
    });
  });
  it("numbers from 1, with commas, and says how many times were rounded", async () => {
    const dataset = oneRegion({
      geometry: { kind: "interval", start: 3661.5, end: 3662.0004 },
      text: "kee-o",
      attributes: { speaker: "Ana" },
    });
    const { files, issues } = await writeDataset(srt, dataset, { hasMedia: true, splits: [] });
    expect(Buffer.from(files["recordings/talk.srt"] ?? []).toString()).toBe(
      "1\n01:01:01,500 --> 01:01:02,000\n[bird: Ana] kee-o\n",
    );
    expect(codes({ issues })).toEqual(["past_end", "time_rounded"]);
  });
  it("reads what players read: blank lines in texts, points, no numbers, positions", async () => {
    const dataset = await read(
      "\ufeff1\r\n00:00:01.5 --> 00:00:02,250 X1:1 X2:2\r\n<i>Hello</i>\r\n\r\nagain\r\n42\r\n\r\n" +
        "7\r\n0:00:03,000-->0:00:04,000\r\n[Music]\r\n00:00:05,000 --> 00:00:06,000\r\n\r\n",
    );
    expect(dataset.items).toMatchObject([{ name: "talk.wav", file: "talk.wav" }]);
    expect(dataset.annotations.map(({ text }) => text)).toEqual([
      "<i>Hello</i>\n\nagain\n42",
      undefined,
      undefined,
    ]);
    expect(dataset.annotations[0]?.geometry).toEqual({ kind: "interval", start: 1.5, end: 2.25 });
    expect(dataset.labels.map(({ name }) => name)).toEqual(["speech", "Music"]);
    expect(codes(dataset)).toEqual(["settings_not_carried"]);
  });
  it("goes on after times that cannot be", async () => {
    const dataset = await read(
      "junk\n1\n00:00:61,000 --> 00:00:02,000\na\n\n2\n00:00:05,000 --> 00:00:02,000\nb\n\n3\n00:00:05,000 --> 00:00:06,000\nc\n",
    );
    expect(dataset.annotations.map(({ text }) => text)).toEqual(["c"]);
    expect(codes(dataset)).toEqual(["bad_row", "bad_time", "region_reversed"]);
  });
  it("reads old encodings and says that it guessed", async () => {
    const dataset = await read(
      Buffer.from("1\n00:00:01,000 --> 00:00:02,000\nma\xf1ana", "latin1"),
    );
    expect(dataset.annotations[0]?.text).toBe("mañana");
    expect(codes(dataset)).toEqual(["encoding_guessed"]);
  });
});
