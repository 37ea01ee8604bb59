import { describe, expect, it } from "vitest";
import { FORMATS } from "../formats";
import { readDataset } from "../testing/dataset";

/** Each makes a careless expression or loop take the square of its length. */
const CHARACTERS = [
  ...'\\<[&"@:->%;,{(!\t \n\r\0',
  "\u00a0",
  "é",
  "\\N",
  "--",
  "[a] ",
  '""',
  "(1) ",
];
const REPEATS = 300_000;
const AUDIO = FORMATS.filter(({ media, write }) => media.includes("audio") && write);
/** What stands before and after the repeated characters, so that they are taken for the format's own. */
const FRAMES: Readonly<
  Record<string, readonly (readonly [path: string, start: string, end: string])[]>
> = {
  audacity: [["a.txt", "1\t2\t", ": x"]],
  textgrid: [
    ["a.TextGrid", '"ooTextFile" "TextGrid" 0 9 <exists> 1 "IntervalTier" "x" 0 9 1 0 9 "', '"'],
    ["a.TextGrid", '"ooTextFile" "TextGrid" 0 9 <exists> 1 "IntervalTier" "', '" 0 9 1 0 9 "x"'],
    ["a.TextGrid", '"ooTextFile" "TextGrid" 0 9 <exists> 1 ', ""],
  ],
  webvtt: [["a.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n", ""]],
  srt: [["a.srt", "1\n00:00:01,000 --> 00:00:02,000\n", ""]],
  rttm: [["a.rttm", "SPEAKER a 1 0 1 <NA> <NA> ", ""]],
  "asr-manifest": [["a.jsonl", '{"audio_filepath":"a.wav","text":"x"}\n', ""]],
  "region-table": [["a.csv", "file,start,end,label\na.wav,1,2,", ""]],
};

describe.each(AUDIO.filter(({ id }) => FRAMES[id]).map((format) => [format.id, format] as const))(
  "%s",
  (id, format) => {
    it.each(CHARACTERS)("is done soon with a file of %j", async (characters) => {
      for (const [path, start, end] of FRAMES[id] ?? []) {
        const startedMs = performance.now();
        const text = start + characters.repeat(REPEATS) + end;
        const read = await readDataset(format, { "a.wav": "", [path]: text }, { media: "audio" });
        expect(read.items.length).toBeGreaterThan(0);
        expect(read.annotations.length + read.issues.length).toBeGreaterThan(0);
        // A square would be hours.
        expect(performance.now() - startedMs).toBeLessThan(20_000);
      }
    });
  },
);
