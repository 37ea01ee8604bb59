import { z } from "zod";
import type { WaveSource } from "@/lib/api/items";
import { audioInfoSchema, TILE_PEAKS, tilesOf } from "@/lib/media/audio-plan";

const linesSchema = z.object({ lines: z.int().positive() });
const audioSchema = audioInfoSchema.pick({ channels: true, peaks: true });

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
