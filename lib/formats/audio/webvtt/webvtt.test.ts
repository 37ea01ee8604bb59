import { describe, expect, it } from "vitest";
import { oneRegion } from "../../testing/audio-datasets";
import { expectAudioRoundTrips } from "../../testing/audio-round-trip";
import { type Dataset, readDataset, writeDataset } from "../../testing/dataset";
import { webvtt } from "./webvtt";

const codes = ({ issues }: { issues: Dataset["issues"] }) => issues.map(({ code }) => code);
const read = (text: string) => readDataset(webvtt, { "talk.wav": "", "talk.vtt": text });

describe("WebVTT", () => {
  it("comes back, to the millisecond", async () => {
    await expectAudioRoundTrips(webvtt, {
      ...{ tolerance: 0.000_501, texts: true, attributes: ["speaker"], frequencies: false },
      ...{ wholes: false, emptyItems: true },
    });
  });
  it("keeps ids and settings, and writes voices", async () => {
    const text =
      "WEBVTT\n\nintro\n00:00:01.000 --> 00:00:02.500 align:start line:0%\n<v Ana>Hello &amp; bye\n";
    const dataset = await read(text);
    expect(dataset.annotations).toMatchObject([
      { sourceId: "intro", text: "Hello & bye", attributes: { speaker: "Ana" } },
    ]);
    const { files } = await writeDataset(webvtt, dataset, { hasMedia: false, splits: [] });
    expect(Buffer.from(files["recordings/talk.vtt"] ?? []).toString()).toBe(text);
  });
  it("reads short times, several voices, entities, and takes tags off", async () => {
    const dataset = await read(
      `\ufeffWEBVTT - Title\r\nKind: captions\r\n\r\nNOTE\r\na --- b\r\n\r\nSTYLE\r\n::cue {}\r\n\r\n` +
        `01:02.003 --> 01:03.000\r\n<v.loud Ana>Hi</v>\r\n<v Bob O&apos;Neil>Yo</v>\r\n\r\n` +
        `00:00:05.000 --> 00:00:06.000\r\n<c.yellow>[Music]</c> 1 &lt; 2&nbsp;&unknown; <00:00:05.500>x\r\n` +
        `00:00:07.000 --> 00:00:08.000\r\n\r\nsomething else\r\n`,
    );
    expect(
      dataset.annotations.map(({ text, attributes }) => [attributes["speaker"], text]),
    ).toEqual([
      ["Ana", "Hi"],
      ["Bob O'Neil", "Yo"],
      [undefined, "1 < 2\u00a0&unknown; x"],
      [undefined, undefined],
    ]);
    expect(dataset.annotations[0]?.geometry).toEqual({ kind: "interval", start: 62.003, end: 63 });
    expect(dataset.labels.map(({ name }) => name)).toEqual(["speech", "Music"]);
    expect(codes(dataset)).toEqual([
      ...["header_not_carried", "bad_row", "notes_not_carried", "markup_not_carried"],
    ]);
  });
  it("goes on after cues that cannot be, and without its header", async () => {
    const dataset = await read(
      "00:00:01.000 --> 00:00:02.000\na\n\n--> 1\nb\n\n00:05.000 --> 00:04.000\nc\n\n00:00:05.000 --> 00:00:06.000\nd",
    );
    expect(dataset.annotations.map(({ text }) => text)).toEqual(["a", "d"]);
    expect(codes(dataset)).toEqual(["bad_header", "bad_time", "region_reversed"]);
  });
  it("survives settings and ids that would break a line", async () => {
    const dataset = oneRegion({
      sourceId: "NOTE x",
      extra: { webvtt: { settings: "a:1\n\n--> b" } },
    });
    const { files } = await writeDataset(webvtt, dataset, { hasMedia: false, splits: [] });
    expect(Buffer.from(files["recordings/talk.vtt"] ?? []).toString()).toBe(
      "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 a:1 b\n[bird]\n",
    );
  });
});
