import { TILE_SAMPLES } from "@/lib/media/audio-plan";
import { FILE_START, type SeekPoint } from "./decoded-block";

/** Where to begin decoding for each tile of samples: Float64 LE, the two numbers of a SeekPoint in turn. */
export const SEEK_NAME = "seek.bin";

export type SeekTableOptions = {
  /** Blocks before the wanted one from which decoding begins, so that the decoder has found its feet. */
  prerollBlocks: number;
  /** Of these, how many the decoder does not give out. */
  lostBlocks: number;
  tileSamples?: number;
};

/** Finds the seek points while the blocks pass by. */
export class SeekTableBuilder {
  private readonly prerollBlocks: number;
  private readonly lostBlocks: number;
  private readonly tileSamples: number;
  private readonly recent: SeekPoint[] = [];
  private readonly points: number[] = [];
  private nextTileAt = 0;

  constructor({ prerollBlocks, lostBlocks, tileSamples = TILE_SAMPLES }: SeekTableOptions) {
    this.prerollBlocks = prerollBlocks;
    this.lostBlocks = lostBlocks;
    this.tileSamples = tileSamples;
  }

  /** `sample`: the number of its first, for the player; those that are skipped are below 0. */
  add({ at, sample, length }: SeekPoint & { length: number }): void {
    const isFirst = this.recent.length === 0;
    this.recent.push({ at: isFirst ? FILE_START : at, sample });
    if (this.recent.length > this.prerollBlocks + 1) this.recent.shift();
    for (; this.nextTileAt < sample + length; this.nextTileAt += this.tileSamples) {
      const [oldest] = this.recent;
      const isStart = oldest?.at === FILE_START;
      const given = this.recent[isStart ? 0 : this.lostBlocks];
      this.points.push(oldest?.at ?? FILE_START, given?.sample ?? 0);
    }
  }

  bytes(): Uint8Array {
    return new Uint8Array(Float64Array.from(this.points).buffer);
  }
}

export function readSeekPoint(bytes: Uint8Array, tile: number): SeekPoint | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = tile * 16;
  if (offset + 16 > bytes.byteLength) return null;
  return { at: view.getFloat64(offset, true), sample: view.getFloat64(offset + 8, true) };
}
