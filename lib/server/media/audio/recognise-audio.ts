import "server-only";
import { fileTypeFromBuffer } from "file-type";
import { audioMedia } from "@/lib/media/audio";
import { MediaError } from "../media-error";
import type { AudioContainer } from "./audio-worker";
import { FileWindow } from "./file-window";
import { afterId3 } from "./mpeg-frames";

const HEAD_BYTES = 4_100;
const EBML_DOCTYPE = Buffer.from([0x42, 0x82]);

export type RecognisedAudio = { mediaType: string; container: AudioContainer };

/** What a file is, by its bytes alone. Throws MediaError `empty`, `not_audio` or `unsupported_type`. */
export async function recogniseAudio(path: string): Promise<RecognisedAudio> {
  const file = await FileWindow.open(path);
  try {
    if (file.sizeBytes === 0) throw new MediaError("empty", "The file is empty.");
    const head = Buffer.from(await file.read(0, HEAD_BYTES));
    const tagged = await afterId3(file);
    const mediaType =
      tagged > 0 ? behindTag(await file.read(tagged, HEAD_BYTES)) : audioMedia.sniff(head);
    if (mediaType === null) throw await refusal(head);
    if (mediaType === "audio/webm") checkDocType(head);
    return { mediaType, container: CONTAINERS[mediaType] ?? "contained" };
  } finally {
    await file.close();
  }
}

const CONTAINERS: Readonly<Record<string, AudioContainer>> = {
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
  "audio/aac": "adts",
};

/** ID3 tags stand before FLAC and ADTS too. What is not one of these is left to the reader of mp3. */
function behindTag(bytes: Buffer): string {
  const found = audioMedia.sniff(bytes);
  return found === "audio/flac" || found === "audio/aac" ? found : "audio/mpeg";
}

/** Matroska that is no WebM may hold anything; browsers do not play it. */
function checkDocType(head: Buffer): void {
  const at = head.indexOf(EBML_DOCTYPE);
  const length = (head[at + 2] ?? 0) & 0x7f;
  const docType = at < 0 ? "" : head.toString("latin1", at + 3, at + 3 + length).replace(/\0/g, "");
  if (docType === "webm") return;
  const message = "This is a Matroska file that is not WebM, which browsers do not play.";
  throw new MediaError("unsupported_type", message, { details: { found: "video/x-matroska" } });
}

async function refusal(head: Buffer): Promise<MediaError> {
  const text = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text.startsWith("version https://git-lfs.github.com/spec/")) {
    const message =
      "This is a Git LFS pointer, not the recording: run `git lfs pull` and upload again.";
    return new MediaError("not_audio", message, { details: { found: "git-lfs-pointer" } });
  }
  if (/^(<!doctype html|<html|<head|<body)/i.test(text)) {
    const message = "This is a web page (perhaps an error page that was saved as a recording).";
    return new MediaError("not_audio", message, { details: { found: "text/html" } });
  }
  const found = (await fileTypeFromBuffer(head))?.mime;
  // Two bytes are enough for others to say mp3.
  if (found === undefined || Object.values(audioMedia.extensions).includes(found)) {
    return new MediaError("not_audio", "This is not a recording of a known type.");
  }
  const code = /^(audio|video)\//.test(found) ? "unsupported_type" : "not_audio";
  return new MediaError(code, `This is ${found}, which cannot be used.`, { details: { found } });
}

/** A warning when the ending of the name and the content disagree; the content wins. */
export function isAudioNameMisleading(name: string, mediaType: string): boolean {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase();
  return extension === undefined || audioMedia.extensions[extension] !== mediaType;
}
