import path from "node:path";
import * as ort from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { sharedData } from "@/lib/testing/shared-data";
import { readWav } from "../audio/testing/read-wav";
import { drive, type NodeSession, openSession } from "../testing/run-with-onnx";
import { silero } from "./silero";

const MODEL = "models/silero-vad-v6.onnx";
const recordings = sharedData("audio/silero");
const context = {
  classes: ["speech"],
  options: silero.defaults({
    inputs: [],
    outputs: [],
    metadata: {},
    opset: null,
    producer: "",
  }).options,
  assets: {},
};

/** Buzzing like vowels, with pauses; longer than what is held at once. */
function buzzing(): Float32Array {
  return Float32Array.from({ length: 31.5 * 16_000 }, (_, index) => {
    const at = index / 16_000;
    const isOn = at % 3 < 2;
    const pitch = 120 + 20 * Math.sin(at * 5);
    const voice = [1, 2, 3, 5, 8].map((n) => Math.sin(2 * Math.PI * pitch * n * at) / n);
    return isOn ? 0.2 * voice.reduce((sum, part) => sum + part, 0) * Math.sin(at * 12) ** 2 : 0;
  });
}

const sounds = [
  { name: "half a minute of buzzing", samples: buzzing, minRegions: 0 },
  ...(recordings
    ? [
        {
          name: "a minute of speech",
          samples: () => {
            const { samples, sampleRate } = readWav(path.join(recordings, "test.wav"));
            expect(sampleRate).toBe(16_000);
            return samples;
          },
          minRegions: 5,
        },
      ]
    : []),
];

describe.each(sounds)("$name", ({ samples: recording, minRegions }) => {
  test("every frame has the probability that a plain loop over the model gives, and regions are the reference's", async () => {
    const samples = recording();
    const durationS = samples.length / 16_000;
    const expected = await plainLoop(MODEL, samples);
    const session = await openSession(MODEL);
    expect(silero.matches(session.io)).toBeGreaterThan(0.9);

    const asked: number[] = [];
    const found: number[] = [];
    const recorded: NodeSession = {
      io: session.io,
      run: async (inputs) => {
        const outputs = await session.run(inputs);
        found.push(Number(outputs["output"]?.data[0]));
        return outputs;
      },
    };
    const suggestions = await drive(
      silero.suggest({ kind: "audio", durationS }, { ...context, io: { model: session.io } }),
      {
        sessions: { model: recorded },
        samples,
        onStep: (step) => {
          if (step.kind === "samples") asked.push(step.endS - step.startS);
        },
      },
    );
    expect(found).toEqual(expected);
    // Piece by piece: what is held does not grow with the recording.
    expect(Math.max(...asked)).toBeLessThan(31);
    expect(asked.length).toBe(Math.ceil(durationS / 30.016));

    const regions = referenceRegions(expected, samples.length);
    expect(regions.length).toBeGreaterThanOrEqual(minRegions);
    expect(suggestions.map(({ geometry }) => geometry)).toEqual(
      regions.map(({ start, end }) => ({
        kind: "interval",
        start: start / 16_000,
        end: end / 16_000,
      })),
    );
    expect(suggestions.every(({ score }) => score > 0.5 && score <= 1)).toBe(true);
    // Twice every frame, on a machine that does other things as well.
  }, 120_000);
});

/** Written on its own, with none of the adapter's code: a frame at a time over the whole recording. */
async function plainLoop(file: string, samples: Float32Array): Promise<number[]> {
  const session = await ort.InferenceSession.create(file);
  let state = new ort.Tensor("float32", new Float32Array(256), [2, 1, 128]);
  const padded = new Float32Array(64 + Math.ceil(samples.length / 512) * 512);
  padded.set(samples, 64);
  const result: number[] = [];
  for (let at = 64; at < padded.length; at += 512) {
    const output = await session.run({
      input: new ort.Tensor("float32", padded.slice(at - 64, at + 512), [1, 576]),
      state,
      sr: new ort.Tensor("int64", [16_000n], []),
    });
    result.push(Number(output["output"]?.data[0]));
    state = new ort.Tensor("float32", output["stateN"]?.data as Float32Array, [2, 1, 128]);
  }
  return result;
}

/** The algorithm of silero_vad.get_speech_timestamps with its default settings, step for step. */
function referenceRegions(probabilities: readonly number[], length: number) {
  type Speech = { start: number; end: number };
  const window = 512;
  const minSpeech = (16_000 * 250) / 1_000;
  const pad = (16_000 * 30) / 1_000;
  const minSilence = (16_000 * 100) / 1_000;
  const negative = Math.max(0.5 - 0.15, 0.01);
  let isTriggered = false;
  let tempEnd = 0;
  let current: Partial<Speech> = {};
  const speeches: Speech[] = [];
  probabilities.forEach((probability, i) => {
    if (probability >= 0.5 && tempEnd) tempEnd = 0;
    if (probability >= 0.5 && !isTriggered) {
      isTriggered = true;
      current.start = window * i;
      return;
    }
    if (probability < negative && isTriggered) {
      if (!tempEnd) tempEnd = window * i;
      if (window * i - tempEnd < minSilence) return;
      const start = current.start ?? 0;
      if (tempEnd - start > minSpeech) speeches.push({ start, end: tempEnd });
      current = {};
      tempEnd = 0;
      isTriggered = false;
    }
  });
  if (current.start !== undefined && length - current.start > minSpeech) {
    speeches.push({ start: current.start, end: length });
  }
  speeches.forEach((speech, i) => {
    const next = speeches[i + 1];
    if (i === 0) speech.start = Math.trunc(Math.max(0, speech.start - pad));
    if (!next) {
      speech.end = Math.trunc(Math.min(length, speech.end + pad));
      return;
    }
    const silence = next.start - speech.end;
    if (silence < 2 * pad) {
      speech.end += Math.trunc(silence / 2);
      next.start = Math.trunc(Math.max(0, next.start - Math.floor(silence / 2)));
    } else {
      speech.end = Math.trunc(Math.min(length, speech.end + pad));
      next.start = Math.trunc(Math.max(0, next.start - pad));
    }
  });
  return speeches;
}
