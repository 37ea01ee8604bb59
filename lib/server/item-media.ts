import "server-only";
import { findItemMedia, type ItemMedia } from "@/db/queries/media";
import type { Store } from "@/db/store";
import { audioInfoSchema } from "@/lib/media/audio-plan";
import { imageInfoSchema, THUMB_NAME } from "@/lib/media/image-plan";
import { AppError } from "./app-error";
import { bodyResponse, hasTag, rangeOf, type SuffixRange } from "./byte-answer";
import { serveText } from "./item-text";
import { readSampleTile } from "./media/audio/sample-tiles";
import { BlobError, type BlobStore, type ByteRange, type OpenedBlob } from "./media/blob-store";
import { mediaProblem } from "./media-problem";

const IMMUTABLE = "private, max-age=31536000, immutable";
/** May be kept, but asks again each time: the address without a hash can come to mean other bytes. */
const ASK_AGAIN = "private, no-cache";
/** Names of derivatives (`display.webp`) are taken for their variants. */
const ENDING = /\.(webp|jpg)$/;
/** The whole of a text item: the only variant that texts have. */
const TEXT_VARIANT = "text";
const TILE = /^tile\/\d{1,2}\/\d{1,4}_\d{1,4}$/;
/** Of a recording; their names are those of the derivatives but for the ending. */
const AUDIO_TILE = /^(peaks|spectrum)\/\d\/\d{1,5}$/;
const SAMPLES = /^samples\/(\d{1,6})$/;
const BYTES = "application/octet-stream";

/** `derivative` null: the bytes as uploaded. `samples`: a tile that is decoded now. */
type Variant = { derivative: string | null; mediaType: string; samples?: number };

/**
 * Answers with an item's media: `original`; of images `thumb`, `display` and `tile/<level>/<column>_<row>`; of recordings
 * `peaks/<level>/<tile>`, `spectrum/<level>/<tile>` and `samples/<tile>` (see lib/media/audio-plan.ts). Conditional requests and one
 * byte range are honoured. With the item's hash in `hash` the answer may be kept for ever.
 */
export async function serveItemMedia(
  { store, media }: { store: Store; media: BlobStore },
  { request, itemId, variant, hash }: MediaRequest,
): Promise<Response> {
  const item = await findItemMedia(store, itemId);
  const wanted = item && variantOf(item, variant.join("/").replace(ENDING, ""));
  if (!item || !wanted) throw new AppError("not_found", "There is nothing here.");
  const etag = `"${item.hash}${wanted.derivative === null ? "" : `/${wanted.derivative}`}"`;
  const headers = new Headers({
    etag,
    "cache-control": hash === item.hash ? IMMUTABLE : ASK_AGAIN,
    "accept-ranges": "bytes",
    "content-disposition": `inline; filename*=UTF-8''${encodeName(item.name)}`,
    // Uploaded by whoever: opened as a page of its own it must neither run nor load a thing.
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
  if (hasTag(request.headers.get("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  if (isText(item)) {
    return serveText(store, { hash: item.hash, headers, isHead: request.method === "HEAD" });
  }
  headers.set("content-type", wanted.mediaType);
  if (wanted.samples !== undefined) {
    return sendSamples(media, { item, tile: wanted.samples, headers });
  }
  const range = rangeOf(request.headers, etag);
  try {
    const opened = await open(media, { hash: item.hash, variant: wanted, range });
    return bodyResponse({ opened, headers, isPartial: range !== null, request });
  } catch (error) {
    if (error instanceof BlobError && error.code === "range_not_satisfiable") {
      const { sizeBytes } = await measure(media, item.hash, wanted);
      headers.set("content-range", `bytes */${sizeBytes}`);
      return new Response(null, { status: 416, headers });
    }
    throw mediaProblem(error);
  }
}

export type MediaRequest = {
  request: Request;
  itemId: string;
  variant: readonly string[];
  hash: string | undefined;
};

function variantOf(item: ItemMedia, name: string): Variant | null {
  const original: Variant = { derivative: null, mediaType: item.mediaType };
  if (isText(item)) return name === TEXT_VARIANT ? original : null;
  if (name === "original") return original;
  if (isAudio(item)) return audioVariant(name);
  if (name === "thumb") return { derivative: THUMB_NAME, mediaType: "image/webp" };
  if (TILE.test(name)) return { derivative: `${name}.webp`, mediaType: "image/webp" };
  if (name !== "display") return null;
  const { display } = imageInfoSchema.parse(JSON.parse(item.info));
  return display === null ? original : { derivative: display.name, mediaType: display.mediaType };
}

function isText({ mediaType }: ItemMedia): boolean {
  return mediaType.startsWith("text/");
}

function isAudio({ mediaType }: ItemMedia): boolean {
  return mediaType.startsWith("audio/");
}

function audioVariant(name: string): Variant | null {
  if (AUDIO_TILE.test(name)) return { derivative: `${name}.bin`, mediaType: BYTES };
  const tile = SAMPLES.exec(name)?.[1];
  return tile ? { derivative: name, mediaType: BYTES, samples: Number(tile) } : null;
}

async function sendSamples(
  media: BlobStore,
  { item, tile, headers }: { item: ItemMedia; tile: number; headers: Headers },
): Promise<Response> {
  const info = audioInfoSchema.parse(JSON.parse(item.info));
  const bytes = await readSampleTile(media, { info, tile }).catch((error: unknown) => {
    throw mediaProblem(error);
  });
  if (!bytes) throw new AppError("not_found", "The recording is not so long.");
  headers.set("content-length", String(bytes.byteLength));
  headers.delete("accept-ranges");
  return new Response(new Uint8Array(bytes), { headers });
}

type Opening = { hash: string; variant: Variant; range: ByteRange | SuffixRange | null };

async function open(media: BlobStore, { hash, variant, range }: Opening): Promise<OpenedBlob> {
  let wanted = range;
  if (wanted !== null && "last" in wanted) {
    const { sizeBytes } = await measure(media, hash, variant);
    wanted = { start: Math.max(0, sizeBytes - wanted.last), end: sizeBytes - 1 };
  }
  const bytes = wanted ?? undefined;
  return variant.derivative === null
    ? media.open(hash, bytes)
    : media.openDerivative(hash, variant.derivative, bytes);
}

async function measure(media: BlobStore, hash: string, variant: Variant) {
  const { body, sizeBytes } = await open(media, { hash, variant, range: null });
  body.destroy();
  return { sizeBytes };
}

/** The file name alone, for the header (RFC 8187). */
function encodeName(name: string): string {
  const file = name.slice(name.lastIndexOf("/") + 1);
  return encodeURIComponent(file).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
