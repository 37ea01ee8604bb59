import fc from "fast-check";
import { SPLITS } from "@/lib/annotation/item-state";
import type { DatasetAnnotation } from "../format";
import type { Dataset } from "./dataset";

const NAMES = [
  "a.wav",
  "A.WAV",
  "a.mp3",
  "north/a.flac",
  "recordings/a.wav",
  "train/val/a b#1%.opus",
  "ñandú/ñ.ogg",
  "ñandú/n\u0303.ogg",
  "日本/音声.m4a",
  "😀.webm",
  `${"x".repeat(150)}.wav`,
  "'quote'.wav",
  "a,b.wav",
  " lead.wav",
  "v1.2.final.wav",
  "v1.wav",
  ".hidden.wav",
];
const LABELS = [
  "speech",
  "region",
  "bird",
  "bird (2)",
  "bird (1)",
  "a: b",
  "a\\: b",
  "ends:",
  "say@Ana",
  "back\\slash",
  "C:\\temp\\new",
  "trailing\\",
  'say "hi"',
  "[music]",
  "a]b",
  "a, b",
  "<NA>",
  "<v x>",
  "-->",
  "1",
  "null",
  "ñ",
  "猫",
  "😀",
  "tab\tinside",
  "line\nbreak",
  "50%",
  "%41",
  "=1+1",
  "__proto__",
  "constructor",
];
const TEXTS = [
  "hello",
  "speech",
  "bird",
  "\\bird",
  " lead and trail ",
  " ",
  "two\nlines",
  "blank\n\nline",
  "\n",
  "\r\n",
  "a\rb",
  "\n1\n00:00:01,000 --> 00:00:02,000\nfake",
  "1",
  "42\n",
  "a\n \nb",
  "tab\tinside",
  'quote " and ""',
  "back\\slash\\n \\N \\\\N",
  "--> <v x>y</v> &amp; <b>bold</b> &lt;",
  "[bird] not a label",
  "[a\\]b: c] d",
  "label: text",
  "NOTE this",
  "WEBVTT",
  "STYLE",
  "😀👩‍👩‍👧 שלום مرحبا \u202eabc",
  "e\u0301",
  "\u2028line separator",
  ";; comment",
  "a,b;c",
  "{}",
  "NaN",
  "--\\>",
  "\u0000",
];
const SPEAKERS = [
  "Ana",
  "Ana María",
  "spk_0",
  "bird",
  "a@b",
  "(2)",
  "x (2)",
  "<b> & c",
  "a: b",
  "speech",
];

const timesArbitrary = (length: number) => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const exact = fc.tuple(fraction, fraction).map(([a, b]) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    return { start: low * length, end: high * length };
  });
  const whole = fc.tuple(fc.nat(20), fc.nat(20)).map(([a, b]) => ({
    start: (Math.min(a, b) * length) / 20,
    end: (Math.max(a, b) * length) / 20,
  }));
  const point = fraction.map((a) => ({ start: a * length, end: a * length }));
  const milliseconds = exact.map(({ start, end }) => ({
    start: Math.floor(start * 1000) / 1000,
    end: Math.floor(end * 1000) / 1000,
  }));
  return fc.oneof(exact, whole, point, milliseconds);
};

const textArbitrary = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  fc.string({ unit: fc.constantFrom(...'ab \n\r\t\\"N:@[]->&<;%,()1') }),
);

type RegionDraw = {
  times: { start: number; end: number } | null;
  label: number;
  text: string | undefined;
  speaker: string | undefined;
  channel: number | undefined;
  extra: boolean;
};

const regionArbitrary = (length: number): fc.Arbitrary<RegionDraw> =>
  fc.record({
    times: fc.option(timesArbitrary(length), { nil: null, freq: 8 }),
    label: fc.nat(),
    text: fc.option(textArbitrary, { nil: undefined }),
    speaker: fc.option(fc.constantFrom(...SPEAKERS), { nil: undefined }),
    channel: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
    extra: fc.boolean(),
  });

const itemArbitrary = fc.double({ min: 0.5, max: 20_000, noNaN: true }).chain((length) =>
  fc.record({
    length: fc.constant(length),
    split: fc.constantFrom(...SPLITS),
    regions: fc.array(regionArbitrary(length), { maxLength: 8 }),
  }),
);

/** Any recordings with regions: overlapping, nested, points, whole; with names and texts that have broken other tools. */
export const audioDatasetArbitrary: fc.Arbitrary<Dataset> = fc
  .record({
    labels: fc.uniqueArray(fc.constantFrom(...LABELS), { minLength: 1, maxLength: 8 }),
    names: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 8 }),
    items: fc.array(itemArbitrary, { minLength: 8, maxLength: 8 }),
  })
  .map(({ labels, names, items }) => {
    const dataset: Dataset = { labels: [], items: [], annotations: [], issues: [] };
    labels.forEach((name, position) => {
      dataset.labels.push({ ref: `label-${position}`, name, position });
    });
    names.forEach((name, i) => {
      const { length = 1, split = "train", regions = [] } = items[i] ?? {};
      const ref = `item-${i}`;
      dataset.items.push({
        ...{ ref, name, media: "audio", width: null, height: null, length, split, file: null },
      });
      regions.forEach((region, order) => {
        const of = { ref: `${ref}-${order}`, item: ref, order, labelCount: labels.length };
        dataset.annotations.push(annotationOf(region, of));
      });
    });
    return dataset;
  });

function annotationOf(
  { times, label, text, speaker, channel, extra }: RegionDraw,
  { labelCount, ...of }: { ref: string; item: string; order: number; labelCount: number },
): DatasetAnnotation {
  return {
    ...of,
    label: `label-${label % labelCount}`,
    geometry: times === null ? { kind: "whole" } : { kind: "interval", ...times },
    attributes: {
      ...(speaker === undefined ? {} : { speaker }),
      ...(channel === undefined ? {} : { channel }),
    },
    score: null,
    groupId: null,
    // No text and an empty one are the same to all audio formats.
    ...(text === undefined || text === "" ? {} : { text }),
    ...(extra && times !== null ? { extra: { lowHz: 100.5, highHz: 8000 } } : {}),
  };
}

/** A recording with a single region, for examples. */
export function oneRegion(
  annotation: Partial<DatasetAnnotation>,
  item: Partial<Dataset["items"][number]> = {},
): Dataset {
  return {
    labels: [{ ref: "l", name: "bird", position: 0 }],
    items: [
      {
        ...{ ref: "i", name: "talk.wav", media: "audio", width: null, height: null, length: 10 },
        ...{ split: null, file: null },
        ...item,
      },
    ],
    annotations: [
      {
        ...{
          ref: "a",
          item: "i",
          label: "l",
          attributes: {},
          score: null,
          groupId: null,
          order: 0,
        },
        geometry: { kind: "interval", start: 1, end: 2 },
        ...annotation,
      },
    ],
    issues: [],
  };
}
