import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneRegion } from "../../testing/audio-datasets";
import { expectAudioRoundTrips } from "../../testing/audio-round-trip";
import { type Dataset, readDataset, writeDataset } from "../../testing/dataset";
import { rttm } from "./rttm";
import { fieldOf, nameOfField, namesOfFields, namesToFields } from "./rttm-row";

const codes = ({ issues }: { issues: Dataset["issues"] }) => issues.map(({ code }) => code);
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe("RTTM", () => {
  it("comes back but for transcripts", async () => {
    await expectAudioRoundTrips(rttm, {
      ...{ tolerance: 0, texts: false, attributes: ["speaker"], frequencies: false },
      ...{ wholes: false, emptyItems: true },
    });
  });
  it("has names for everybody, in one field each", () => {
    const name = fc.oneof(fc.string(), fc.constantFrom("<NA>", "speech", "a b", "%41", "", ";x"));
    const speaker = fc.option(name, { nil: undefined });
    fc.assert(
      fc.property(name, speaker, fc.boolean(), (label, who, isSame) => {
        fc.pre(label !== "");
        const names = who === undefined ? { label } : { label, speaker: isSame ? label : who };
        const fields = namesToFields(names);
        for (const field of Object.values(fields)) expect(field).toMatch(/^\S+$/);
        expect(namesOfFields(fields)).toEqual(names);
        expect(nameOfField(fieldOf(label))).toBe(label);
      }),
      { numRuns: 1000 },
    );
  });
  it("writes durations, and what is scored beside them", async () => {
    const dataset = oneRegion(
      {
        geometry: { kind: "interval", start: 0.05, end: 0.225 },
        ...{ attributes: { speaker: "Ana María", channel: 1 }, score: 0.5, text: "hi" },
      },
      { name: "my talk.wav" },
    );
    dataset.labels[0] = { ref: "l", name: "speech", position: 0 };
    const { files, issues } = await writeDataset(rttm, dataset, { hasMedia: true, splits: [] });
    expect(textOf(files["recordings.rttm"])).toBe(
      "SPEAKER my%20talk 2 0.050 0.175 <NA> <NA> Ana%20María 0.5 <NA>\n",
    );
    expect(textOf(files["recordings.uem"])).toBe("my%20talk 2 0.000 10.000\n");
    expect(codes({ issues })).toEqual(["texts_not_carried", "name_escaped", "name_escaped"]);
    const read = await readDataset(rttm, files);
    expect(read.annotations).toMatchObject([
      { geometry: { start: 0.05, end: 0.225 }, attributes: { speaker: "Ana María", channel: 1 } },
    ]);
    expect(read.items).toMatchObject([{ name: "my talk.wav", length: 10 }]);
  });
  it("says what a label without a speaker is, in a name that other tools can use", async () => {
    const { files } = await writeDataset(rttm, oneRegion({}), { hasMedia: true, splits: [] });
    expect(textOf(files["recordings.rttm"])).toBe(
      "SPEAKER talk 1 1.000 1.000 <NA> bird bird <NA> <NA>\n",
    );
  });
  it("reads what the NIST wrote: comments, other rows, overlaps, recordings in parts", async () => {
    const read = await readDataset(rttm, {
      "audio/en_4077.flac": "",
      "dev.rttm":
        ";; comment\r\nSPKR-INFO en_4077 1 <NA> <NA> <NA> unknown A <NA>\r\n" +
        "SPEAKER en_4077 1 10.5 2.25 <NA> <NA> A <NA> <NA>\r\nSPEAKER  en_4077\t1 11 5 <NA> <NA> B <NA>\r\n" +
        "LEXEME en_4077 1 10.5 0.2 hello lex A 0.9\r\nLEXEME en_4077 1 10.7 0.2 you lex A 0.9\r\n" +
        "SPEAKER other 1 0 1 <NA> <NA> A <NA> <NA>\r\n",
      "dev.uem": "en_4077 1 0.0 60.0\nen_4077 1 70 80\n",
    });
    expect(read.items.map(({ name, split, file }) => [name, split, file])).toEqual([
      ["audio/en_4077.flac", "val", "audio/en_4077.flac"],
      ["other", "val", null],
    ]);
    expect(read.labels).toMatchObject([{ name: "speech" }]);
    expect(read.annotations.map(({ geometry, attributes }) => [geometry, attributes])).toEqual([
      [{ kind: "interval", start: 10.5, end: 12.75 }, { speaker: "A" }],
      [{ kind: "interval", start: 11, end: 16 }, { speaker: "B" }],
      [{ kind: "interval", start: 0, end: 1 }, { speaker: "A" }],
    ]);
    expect(codes(read).sort()).toEqual([
      ...["media_missing", "rows_not_carried", "rows_not_carried", "uem_not_carried"],
    ]);
  });
  it("goes on after bad rows and names them", async () => {
    const read = await readDataset(rttm, {
      "a.wav": "",
      "a.rttm":
        "SPEAKER a 1 1 -2 <NA> <NA> A <NA> <NA>\nSPEAKER a 1 x 2 <NA> <NA> A\nSPEAKER a 1\njunk\n" +
        "SPEAKER a 1 -1 2 <NA> <NA> A\nSPEAKER a 1 3 1 <NA> <NA> A 7 <NA>\n",
    });
    expect(read.annotations.map(({ geometry }) => geometry)).toEqual([
      { kind: "interval", start: 0, end: 1 },
      { kind: "interval", start: 3, end: 4 },
    ]);
    expect(codes(read).sort()).toEqual(
      [
        ...["bad_row", "bad_row", "region_reversed", "bad_time", "region_clipped", "bad_score"],
      ].sort(),
    );
  });
});
