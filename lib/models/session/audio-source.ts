import { FULL_SCALE, readSamples, TILE_SAMPLES } from "@/lib/media/audio-plan";
import { ModelError } from "../model-error";
import type { RunnableItem } from "../model-runner";
import { createResampler, type Resampler } from "./resample";

/** Of 0.5 MB each: what overlapping windows look at again. */
const MAX_TILES = 6;
const MAX_SAMPLE_RATE = 1_000_000;

export type AudioTimes = { fetchMs: number; decodeMs: number };

/** Samples of a recording at any rate, mono, fetched tile by tile: the next one while a model is at the last. */
export class AudioSource {
  readonly times: AudioTimes = { fetchMs: 0, decodeMs: 0 };
  private readonly item: Extract<RunnableItem, { kind: "audio" }>;
  private readonly signal: AbortSignal;
  private readonly length: number;
  private readonly tiles = new Map<number, Promise<Float32Array>>();
  private readonly resamplers = new Map<number, Resampler>();

  constructor(item: Extract<RunnableItem, { kind: "audio" }>, signal: AbortSignal) {
    this.item = item;
    this.signal = signal;
    this.length = Math.round(item.durationS * item.sampleRate);
  }

  /**
   * From the sample nearest to the start to that nearest to the end; silence outside of the recording.
   * @throws ModelError media
   */
  async read(span: { startS: number; endS: number; sampleRate: number }): Promise<Float32Array> {
    const rate = span.sampleRate;
    if (!(Number.isInteger(rate) && rate > 0 && rate <= MAX_SAMPLE_RATE)) {
      throw new ModelError("outputs", `${rate} Hz`);
    }
    const first = Math.round(span.startS * rate);
    const end = Math.max(first, Math.round(span.endS * rate));
    const resampler = this.resamplers.get(rate) ?? createResampler(this.item.sampleRate, rate);
    this.resamplers.set(rate, resampler);
    const needed = resampler.needs(first, end);
    const source = await this.monoSamples(needed.first, needed.end);
    const startMs = performance.now();
    const samples = resampler.read(first, end, source, needed.first);
    this.times.decodeMs += performance.now() - startMs;
    return samples;
  }

  private async monoSamples(first: number, end: number): Promise<Float32Array> {
    const samples = new Float32Array(end - first);
    const lastTile = Math.floor((Math.min(end, this.length) - 1) / TILE_SAMPLES);
    for (let tile = Math.max(0, Math.floor(first / TILE_SAMPLES)); tile <= lastTile; tile += 1) {
      const content = await this.waitFor(tile);
      const tileFirst = tile * TILE_SAMPLES;
      const from = Math.max(first, tileFirst);
      const to = Math.min(end, tileFirst + content.length, this.length);
      if (to > from) {
        samples.set(content.subarray(from - tileFirst, to - tileFirst), from - first);
      }
    }
    return samples;
  }

  private async waitFor(tile: number): Promise<Float32Array> {
    const startMs = performance.now();
    const wanted = this.tile(tile);
    // Recordings are gone through from their start; whoever comes for it hears of a failure.
    if ((tile + 1) * TILE_SAMPLES < this.length) void this.tile(tile + 1);
    const content = await wanted;
    this.times.fetchMs += performance.now() - startMs;
    return content;
  }

  private tile(tile: number): Promise<Float32Array> {
    const known = this.tiles.get(tile);
    if (known) return known;
    const content = this.fetchTile(tile).then((bytes) => this.mixed(bytes));
    // What could not be had once may be there the next time.
    content.catch(() => this.tiles.delete(tile));
    this.tiles.set(tile, content);
    for (const oldest of this.tiles.keys()) {
      if (this.tiles.size <= MAX_TILES) break;
      this.tiles.delete(oldest);
    }
    return content;
  }

  private async fetchTile(tile: number): Promise<ArrayBuffer> {
    try {
      const response = await fetch(`${this.item.samplesUrl}${tile}`, { signal: this.signal });
      if (!response.ok) throw new ModelError("media", `${response.status}`);
      return await response.arrayBuffer();
    } catch (error) {
      if (error instanceof ModelError || this.signal.aborted) throw error;
      throw new ModelError("media", null, { cause: error });
    }
  }

  /** The mean of all channels. */
  private mixed(bytes: ArrayBuffer): Float32Array {
    const startMs = performance.now();
    const channels = this.channelsOf(bytes);
    const mono = new Float32Array(channels[0]?.length ?? 0);
    const factor = 1 / (FULL_SCALE * channels.length);
    for (const channel of channels) {
      for (let n = 0; n < mono.length; n += 1) mono[n] = (mono[n] ?? 0) + (channel[n] ?? 0);
    }
    for (let n = 0; n < mono.length; n += 1) mono[n] = (mono[n] ?? 0) * factor;
    this.times.decodeMs += performance.now() - startMs;
    return mono;
  }

  private channelsOf(bytes: ArrayBuffer): Int16Array[] {
    try {
      return readSamples(bytes, this.item.channels);
    } catch (error) {
      throw new ModelError("media", null, { cause: error });
    }
  }
}
