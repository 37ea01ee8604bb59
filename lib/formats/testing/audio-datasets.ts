import fc from "fast-check";
import { SPLITS } from "@/lib/annotation/item-state";
import type { DatasetAnnotation, DatasetLabel } from "../format";
import type { Dataset } from "./dataset";
import { expectAudioCarried } from "./expect-audio";
import type { MediaDatasets } from "./media-datasets";

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
  "two\\\\slashes",
  "\\\\",
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
  "b\\\\c\\",
  "a]b\\",
];

/** What a label of a whole recording asks for. */
const WHOLE_ROLES = [
  { geometries: ["whole"], answer: { question: "What is said?", kind: "text" } },
  { geometries: ["whole"], answer: { question: "Quality?", kind: "one" } },
  { geometries: ["whole"], answer: { question: "", kind: "many" } },
] as const satisfies readonly Partial<DatasetLabel>[];

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

const regionArbitrary = (length: number) =>
  fc.record({
    times: timesArbitrary(length),
    label: fc.nat(),
    text: fc.option(textArbitrary, { nil: "" }),
    speaker: fc.option(fc.constantFrom(...SPEAKERS), { nil: undefined }),
    channel: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
    isBounded: fc.boolean(),
  });

const itemArbitrary = fc.double({ min: 0.5, max: 20_000, noNaN: true }).chain((length) =>
  fc.record({
    length: fc.constant(length),
    split: fc.constantFrom(...SPLITS),
    regions: fc.array(regionArbitrary(length), { maxLength: 8 }),
    wholes: fc.uniqueArray(fc.nat(WHOLE_ROLES.length - 1), { maxLength: 2 }),
    answer: textArbitrary.filter((text) => text !== ""),
  }),
);
type Drawn = typeof itemArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** Any recordings with regions: overlapping, nested, points, whole; with names and texts that have broken other tools. */
export const audioDatasetArbitrary: fc.Arbitrary<Dataset> = fc
  .record({
    labels: fc.uniqueArray(fc.constantFrom(...LABELS), { minLength: 4, maxLength: 9 }),
    wholes: fc.nat(WHOLE_ROLES.length),
    names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 8 }),
    items: fc.array(itemArbitrary, { minLength: 8, maxLength: 8 }),
  })
  .map(({ labels, wholes, names, items }) => {
    const dataset: Dataset = { labels: [], items: [], annotations: [], issues: [] };
    labels.forEach((name, position) => {
      // The last ones are for answers about the whole recording.
      const role = WHOLE_ROLES[position - labels.length + wholes] ?? {};
      dataset.labels.push({ ref: `label-${position}`, name, position, ...role });
    });
    names.forEach((name, i) => {
      const drawn = items[i];
      if (drawn) addItem(dataset, { ref: `item-${i}`, name }, drawn);
    });
    return dataset;
  });

function addItem(dataset: Dataset, { ref, name }: { ref: string; name: string }, drawn: Drawn) {
  const { length, split } = drawn;
  const noSize = { width: null, height: null, file: null };
  dataset.items.push({ ref, name, media: "audio", length, split, ...noSize });
  const add = (of: Pick<DatasetAnnotation, "geometry" | "label"> & Partial<DatasetAnnotation>) => {
    const order = dataset.annotations.filter(({ item }) => item === ref).length;
    const nothing = { attributes: {}, score: null, groupId: null };
    dataset.annotations.push({ ...nothing, ref: `${ref}-${order}`, item: ref, order, ...of });
  };
  const forRegions = dataset.labels.filter(({ answer }) => !answer);
  for (const { times, label, text, speaker, channel, isBounded } of drawn.regions) {
    add({
      label: forRegions[label % forRegions.length]?.ref ?? "",
      geometry: { kind: "interval", ...times },
      attributes: {
        ...(speaker === undefined ? {} : { speaker }),
        ...(channel === undefined ? {} : { channel }),
      },
      // No text and an empty one are the same to all audio formats.
      ...(text === "" ? {} : { text }),
      ...(isBounded ? { extra: { lowHz: 100.5, highHz: 8000 } } : {}),
    });
  }
  const forWholes = dataset.labels.filter(({ answer }) => answer);
  for (const at of drawn.wholes) {
    const { ref: label, answer } = forWholes[at] ?? {};
    if (label === undefined) continue;
    const text = answer?.kind === "text" ? { text: drawn.answer } : {};
    add({ label, geometry: { kind: "whole" }, ...text });
  }
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

/** Half a millisecond and a little: what subtitles round. */
const TOLERANCE_S = 0.000_501;

export const audioDatasets: MediaDatasets = {
  arbitrary: audioDatasetArbitrary,
  emptyItem: {
    ...{ ref: "i", name: "empty.wav", media: "audio", width: null, height: null, length: 3 },
    ...{ split: "val", file: null },
  },
  readOptions: () => ({}),
  expectEqual({ format: { carries }, dataset, written, read }) {
    const trip = {
      tolerance: TOLERANCE_S,
      texts: carries.texts,
      attributes: carries.attributes ? ["speaker", "channel"] : [],
      frequencies: false,
      wholes: carries.geometries.includes("whole"),
      emptyItems: carries.emptyItems,
    };
    expectAudioCarried({ dataset, written, read, trip, isSplit: true });
  },
};
