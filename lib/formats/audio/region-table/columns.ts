/** What a column of a table of regions can mean. */
export const COLUMN_MEANINGS = [
  "file",
  "split",
  "start",
  "end",
  "duration",
  "label",
  "text",
  "speaker",
  "channel",
  "lowHz",
  "highHz",
  "score",
  "group",
  "id",
  "view",
] as const;
export type ColumnMeaning = (typeof COLUMN_MEANINGS)[number];

/** Names that tools give these columns, as `plainName` has them; the first is what we write. */
const NAMES: Readonly<Record<ColumnMeaning, readonly string[]>> = {
  file: [
    ...["file", "filename", "file_name", "filepath", "file_path", "path", "audio", "audio_file"],
    ...["audio_filename", "audio_filepath", "recording", "wav", "wav_file", "begin_path"],
    ...["begin_file"],
  ],
  split: ["split", "subset"],
  start: [
    ...["start", "start_s", "start_sec", "start_time", "start_time_s", "start_seconds", "begin"],
    ...["begin_s", "begin_time", "begin_time_s", "onset", "tmin"],
  ],
  end: ["end", "end_s", "end_sec", "end_time", "end_time_s", "end_seconds", "stop", "tmax"],
  duration: ["duration", "duration_s", "duration_sec", "dur"],
  label: [
    ...["label", "class", "event_label", "category", "annotation", "annotations", "tag"],
    ...["species", "common_name"],
  ],
  text: ["text", "transcript", "transcription", "sentence", "utterance"],
  speaker: ["speaker", "speaker_id", "spk"],
  channel: ["channel"],
  lowHz: ["low_hz", "low_freq_hz", "low_freq", "low_frequency", "freq_low", "min_freq"],
  highHz: ["high_hz", "high_freq_hz", "high_freq", "high_frequency", "freq_high", "max_freq"],
  score: ["score", "confidence", "probability"],
  group: ["group"],
  id: ["id", "selection"],
  view: ["view"],
};
const ATTRIBUTE = "attribute:";

export type Columns = {
  /** The column of each meaning; left out when there is none. */
  at: Readonly<Partial<Record<ColumnMeaning, number>>>;
  attributes: readonly { name: string; at: number }[];
  /** Columns without a meaning to us, kept for the way back. */
  others: readonly { name: string; at: number }[];
  /** Raven's selection tables count channels from 1 and repeat each selection for every view. */
  isRaven: boolean;
};

export function columnName(meaning: ColumnMeaning): string {
  return NAMES[meaning][0] ?? meaning;
}

export function attributeColumn(name: string): string {
  return ATTRIBUTE + name;
}

/** Is it a name that would be read as one of ours? */
export function isOwnColumn(name: string): boolean {
  const plain = plainName(name);
  return (
    plain === "" ||
    plain === "offset" ||
    name.startsWith(ATTRIBUTE) ||
    COLUMN_MEANINGS.some((meaning) => NAMES[meaning].includes(plain))
  );
}

/** Null when the columns do not tell where regions are. */
export function resolveColumns(header: readonly string[]): Columns | null {
  const plain = header.map(plainName);
  const at: Partial<Record<ColumnMeaning, number>> = {};
  for (const meaning of COLUMN_MEANINGS) {
    for (const name of NAMES[meaning]) {
      const column = plain.indexOf(name);
      if (column < 0) continue;
      at[meaning] = column;
      break;
    }
  }
  // "onset, offset" is start and end; an offset alone may be anything.
  if (at.end === undefined && plain.includes("onset") && plain.includes("offset")) {
    at.end = plain.indexOf("offset");
  }
  if (at.start === undefined || (at.end === undefined && at.duration === undefined)) return null;
  const used = new Set(Object.values(at));
  const rest = header.map((name, i) => ({ name, at: i })).filter((column) => !used.has(column.at));
  const isAttribute = ({ name }: { name: string }) => name.startsWith(ATTRIBUTE);
  return {
    at,
    attributes: rest
      .filter(isAttribute)
      .map((column) => ({ ...column, name: column.name.slice(ATTRIBUTE.length) })),
    others: rest.filter((column) => !isAttribute(column) && column.name !== ""),
    isRaven: plain.includes("begin_time_s") && plain.includes("selection"),
  };
}

/** "Begin Time (s)" → "begin_time_s". */
function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}:]+/gu, "_")
    .replace(/^_|_$/g, "");
}
