import type { MediaKind } from "@/lib/media/media";
import type { Confidence, FileTree } from "../format";
import { isMediaPath } from "../media-index";
import { findRecordFiles, isRecord } from "../text/json-records";
import { namedFormat } from "../text/label-file";
import { pathOfUrl } from "./media-url";

export async function detectLabelStudio(files: FileTree, media: MediaKind): Promise<Confidence> {
  const named = await namedFormat(files);
  if (named !== null && named !== "label-studio") {
    return { score: 0, why: `It was written as ${named}.` };
  }
  const [first] = await findTaskFiles(files, media);
  if (first === undefined) return { score: 0, why: "No file has Label Studio's tasks." };
  return { score: 0.95, why: `${first} has tasks with data and annotations of Label Studio.` };
}

/** The files with tasks of this kind of media, by path. */
export function findTaskFiles(files: FileTree, media: MediaKind): Promise<string[]> {
  return findRecordFiles(files, (value) => {
    if (!isRecord(value) || !isRecord(value["data"])) return false;
    const { annotations, predictions, completions, data } = value;
    if (![annotations, predictions, completions].some(Array.isArray)) return false;
    return contentOf(data, media) !== null;
  });
}

/** Keys that texts usually have; else the longest text of the data is taken. */
const TEXT_KEYS = ["text", "content", "body", "sentence", "review", "document"];

/** Keys that say that a task is of something else than a text. */
export const MEDIA_KEYS = ["audio", "image", "video"];
/** Keys of our own beside the content. */
const OWN_KEYS = new Set(["item_name", "source_id"]);
const MAX_URL_LENGTH = 4_096;

/** The key of a task's data where its text, or the address of its recording, is; null when there is none. */
export function contentOf(
  data: Readonly<Record<string, unknown>>,
  media: MediaKind,
): { key: string; value: string } | null {
  const texts = Object.entries(data).flatMap(([key, value]) =>
    typeof value === "string" && !OWN_KEYS.has(key) ? [{ key, value }] : [],
  );
  const isOf = (kind: MediaKind) => (each: { value: string }) =>
    each.value.length < MAX_URL_LENGTH && isMediaPath(pathOfUrl(each.value), kind);
  if (media === "audio") {
    return texts.find(({ key }) => key === "audio") ?? texts.find(isOf("audio")) ?? null;
  }
  // Tasks of other media have addresses, and perhaps words about them.
  if (MEDIA_KEYS.some((key) => Object.hasOwn(data, key))) return null;
  const usual = texts.find(({ key }) => TEXT_KEYS.includes(key));
  if (usual || texts.some((each) => isOf("audio")(each) || isOf("image")(each))) {
    return usual ?? null;
  }
  return texts.toSorted((a, b) => b.value.length - a.value.length)[0] ?? null;
}
