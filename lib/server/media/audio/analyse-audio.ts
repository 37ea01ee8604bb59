import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { PeaksBuilder } from "@/lib/media/audio-peaks";
import {
  type AudioWarning,
  peakLevels,
  peaksName,
  spectrumLevels,
  spectrumName,
} from "@/lib/media/audio-plan";
import { SpectrumBuilder } from "@/lib/media/audio-spectrum";
import type { WorkerContext } from "../../workers/worker-spec";
import { AudioProblem } from "./audio-problem";
import type { Analysed, AudioTask } from "./audio-worker";
import { type DecodedBlock, FILE_START, type OpenedAudio } from "./decoded-block";
import { openAudio } from "./open-audio";
import { cut } from "./player-samples";
import { SEEK_NAME, SeekTableBuilder } from "./seek-table";

/** What browsers play: Chromium's limits, with fewer channels. */
const RATES_HZ = { min: 3_000, max: 768_000 } as const;
const MAX_CHANNELS = 8;
/** Of all channels together: 29 hours of stereo at 48 kHz. Compressed silence has no other bound. */
const MAX_VALUES = 1e10;
/** A file that says how long it is may have so many samples fewer: encoders disagree about the last frame. */
const SHORT_BY_SAMPLES = 4_608;
const TURN_EVERY_BLOCKS = 256;

type AnalyseTask = Extract<AudioTask, { kind: "analyse" }>;

/**
 * Decodes the whole file once and writes its tiles into the folder. Memory does not depend on the length. Throws AudioProblem
 * for a file that is refused.
 */
export async function analyseAudio(
  task: AnalyseTask,
  { signal, progress }: Pick<WorkerContext, "signal" | "progress">,
): Promise<Analysed> {
  const audio = await openAudio(task.path, task.container);
  try {
    return await new Analysis(task, audio).run({ signal, progress });
  } finally {
    await audio.close();
  }
}

class Analysis {
  private readonly task: AnalyseTask;
  private readonly audio: OpenedAudio;
  private readonly seeks: SeekTableBuilder;
  private readonly tiles: TileFiles;
  private shape: { sampleRate: number; channels: number; skip: number; end: number } | null = null;
  private peaks: PeaksBuilder | null = null;
  private spectrum: SpectrumBuilder | null = null;
  /** Decoded ones, those to be skipped among them. */
  private decoded = 0;
  private samples = 0;

  constructor(task: AnalyseTask, audio: OpenedAudio) {
    this.task = task;
    this.audio = audio;
    this.seeks = new SeekTableBuilder(audio);
    this.tiles = new TileFiles(task.folder);
  }

  async run({ signal, progress }: Pick<WorkerContext, "signal" | "progress">): Promise<Analysed> {
    let blocks = 0;
    for await (const block of this.audio.blocks(FILE_START)) {
      this.take(block);
      blocks += 1;
      if (blocks % TURN_EVERY_BLOCKS > 0) continue;
      await this.tiles.write();
      await turn();
      signal.throwIfAborted();
      progress(this.samples, this.expected());
    }
    this.peaks?.end();
    this.spectrum?.end();
    await this.tiles.write();
    return this.result();
  }

  private expected(): number {
    return this.audio.promised ?? this.audio.limit() ?? Number.POSITIVE_INFINITY;
  }

  private take(block: DecodedBlock): void {
    const length = block.channels[0]?.length ?? 0;
    if (length === 0) return;
    const shape = this.shape ?? this.begin(block);
    if (block.sampleRate !== shape.sampleRate || block.channels.length !== shape.channels) {
      this.audio.warnings.add("damaged");
      return;
    }
    const start = this.decoded - shape.skip;
    this.decoded += length;
    this.seeks.add({ at: block.at, sample: start, length });
    const heard = cut(block, { start, from: 0, to: shape.end });
    if (!heard) return;
    this.samples += heard[0]?.length ?? 0;
    this.checkLength(shape);
    this.peaks?.add(heard);
    this.spectrum?.add(heard);
  }

  private begin({ channels: { length: channels }, sampleRate }: DecodedBlock) {
    if (sampleRate < RATES_HZ.min || sampleRate > RATES_HZ.max) {
      const message = `It claims ${sampleRate} samples a second, which nothing can play.`;
      throw new AudioProblem("corrupt", message, { sampleRate });
    }
    if (channels > MAX_CHANNELS) {
      const message = `It has ${channels} channels; at most ${MAX_CHANNELS} are possible.`;
      throw new AudioProblem("unsupported_codec", message, { found: `${channels} channels` });
    }
    const skip = this.audio.skip();
    const limit = this.audio.limit();
    this.shape = { sampleRate, channels, skip, end: limit ?? Number.POSITIVE_INFINITY };
    this.peaks = new PeaksBuilder(channels, ({ level, tile, bytes }) =>
      this.tiles.add(peaksName(level, tile), bytes),
    );
    this.spectrum = new SpectrumBuilder(sampleRate, ({ level, tile, bytes }) =>
      this.tiles.add(spectrumName(level, tile), bytes),
    );
    return this.shape;
  }

  private checkLength({ sampleRate, channels }: { sampleRate: number; channels: number }): void {
    const { maxS } = this.task;
    if (this.samples <= maxS * sampleRate && this.samples * channels <= MAX_VALUES) return;
    const message = `The recording is longer than ${Math.round(maxS / 60)} minutes.`;
    throw new AudioProblem("too_long", message, { maxS });
  }

  private async result(): Promise<Analysed> {
    const { promised, codec } = this.audio;
    const { shape, samples } = this;
    if (!shape || samples === 0) {
      throw new AudioProblem("no_sound", "There is not one sample in the file.");
    }
    const { sampleRate, channels } = shape;
    if (promised !== null && samples < promised - SHORT_BY_SAMPLES) {
      const message = `The file ends too early: it has ${samples} of ${promised} samples.`;
      throw new AudioProblem("truncated", message, { samples, expectedSamples: promised });
    }
    this.tiles.add(SEEK_NAME, this.seeks.bytes());
    await this.tiles.write();
    const warnings: AudioWarning[] = [...this.audio.warnings];
    return {
      ...{ codec, sampleRate, channels, samples, warnings },
      peakLevels: peakLevels(samples),
      spectrumLevels: spectrumLevels(samples, sampleRate),
      files: this.tiles.written,
    };
  }
}

/** Tiles wait in memory until the next `write`: the builders know nothing of disks. */
class TileFiles {
  readonly written: [name: string, path: string][] = [];
  private readonly folder: string;
  private waiting: [name: string, bytes: Uint8Array][] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  add(name: string, bytes: Uint8Array): void {
    this.waiting.push([name, bytes]);
  }

  async write(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    for (const [name, bytes] of waiting) {
      const path = join(this.folder, name);
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, bytes);
      this.written.push([name, path]);
    }
  }
}
