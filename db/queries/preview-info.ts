import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import * as z from "zod/mini";
import type { WaveSource } from "@/lib/api/items";
import { audioInfoSchema, TILE_PEAKS, tilesOf } from "@/lib/media/audio-plan";

const linesSchema = z.object({ lines: z.int().check(z.positive()) });
const audioSchema = z.pick(audioInfoSchema, { channels: true, peaks: true });

const MAX_BYTES_PER_POINT = 4;

/** The bytes in which so many code points at the start of a text are: as text, SQLite would end it at a NUL. */
export function startBytes(text: SQLWrapper, length: number): SQL<Uint8Array | null> {
  return sql`substr(cast(${text} as blob), 1, ${MAX_BYTES_PER_POINT * length})`;
}

/** The code points in what `startBytes` gave. */
export function startText(bytes: Uint8Array | null, length: number): string | null {
  if (bytes === null) return null;
  return Array.from(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes))
    .slice(0, length)
    .join("");
}

/** Lines of a text, from what is known of its blob; null when that says none. */
export function linesOf(info: string): number | null {
  return linesSchema.safeParse(JSON.parse(info)).data?.lines ?? null;
}

/** Where the coarsest waveform of a recording is; null when its blob is none. */
export function waveOf(info: string): WaveSource | null {
  const { data } = audioSchema.safeParse(JSON.parse(info));
  const coarsest = data?.peaks.levels.at(-1);
  if (!data || !coarsest) return null;
  return {
    level: data.peaks.levels.length - 1,
    tiles: tilesOf(coarsest.peaks, TILE_PEAKS),
    channels: data.channels,
  };
}
