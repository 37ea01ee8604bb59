import { MEDIA, type MediaKind } from "@/lib/media/media";
import type { ChosenFile } from "./collect-files";

/** What a dataset or a table of texts may be called; a text may be either. */
const RECORD_ENDINGS: Readonly<Record<MediaKind, readonly string[]>> = {
  image: [],
  text: ["csv", "tsv", "tab", "json", "jsonl", "ndjson", "conll", "conllu", "iob", "bio"],
  audio: ["csv", "tsv", "json", "jsonl", "ndjson", "textgrid", "srt", "vtt", "rttm", "txt"],
};
const REASONS = { image: "not_an_image", text: "not_text", audio: "not_audio" } as const;

/** For the `accept` of a file field: media types first, since phones choose by them. */
export function acceptOf(kind: MediaKind): string {
  const { extensions } = MEDIA[kind];
  const types = kind === "image" ? [...new Set(Object.values(extensions))] : [];
  const endings = [...Object.keys(extensions), ...RECORD_ENDINGS[kind], "zip"];
  return [...types, ...new Set(endings.map((ending) => `.${ending}`))].join(",");
}

/** Is the file a dataset or a table, and no item itself? By its ending. */
export function isRecordFile(path: string, kind: MediaKind): boolean {
  return RECORD_ENDINGS[kind].includes(endingOf(path));
}

/**
 * Parts what is shown before it is taken in from what becomes items at once. A text file may hold
 * an item a line: it is shown when it came alone. `isAll`: there are no further files.
 */
export function partRecords(
  files: readonly ChosenFile[],
  { kind, isAll }: { kind: MediaKind; isAll: boolean },
): { items: ChosenFile[]; records: File[] } {
  const isAlone = isAll && files.length === 1 && kind === "text";
  const isRecord = ({ path }: ChosenFile) =>
    isRecordFile(path, kind) || (isAlone && /\.(txt|text)$/i.test(path));
  return {
    items: files.filter((file) => !isRecord(file)),
    records: files.filter(isRecord).map(({ file }) => file),
  };
}

/** Bytes of a file that `foreignReason` wants to see. */
export const HEAD_BYTES = 64;

/** Why a file of this beginning is certainly none of the kind; null when it may be one. */
export function foreignReason(head: Uint8Array, { path, kind }: { path: string; kind: MediaKind }) {
  // Texts have no signature, and a recording may begin with what no signature tells.
  if (kind === "text" || MEDIA[kind].sniff(head) !== null) return null;
  const isNamedSo = kind === "audio" && endingOf(path) in MEDIA.audio.extensions;
  return isNamedSo ? null : REASONS[kind];
}

function endingOf(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}
