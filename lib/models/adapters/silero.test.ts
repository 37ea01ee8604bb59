import path from "node:path";
import * as ort from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { sharedData } from "@/lib/testing/shared-data";
import { readWav } from "../audio/testing/read-wav";
import { drive, openSession } from "../testing/run-with-onnx";
import { silero, speechProbabilities } from "./silero";

const models = sharedData("models");
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

describe.skipIf(!models || !recordings)("a minute of speech", () => {
  const file = path.join(models ?? "", "silero_vad/silero_vad.onnx");
  const { samples, sampleRate } = recordings
    ? readWav(path.join(recordings, "test.wav"))
    : { samples: new Float32Array(), sampleRate: 0 };
  const durationS = samples.length / 16_000;

  test("every frame has the probability that a plain loop over the model gives, and regions are the reference's", async () => {
    expect(sampleRate).toBe(16_000);
    const expected = await plainLoop(file, samples);
    const session = await openSession(file);
    expect(silero.matches(session.io)).toBeGreaterThan(0.9);

    const asked: number[] = [];
    const found = await drive(speechProbabilities({ kind: "audio", durationS }), {
      sessions: { model: session },
      samples,
      onStep: (step) => {
        if (step.kind === "samples") asked.push(step.endS - step.startS);
      },
    });
    expect(found.length).toBe(expected.length);
    expect([...found]).toEqual(expected);
    // Piece by piece: what is held does not grow with the recording.
    expect(Math.max(...asked)).toBeLessThan(31);
    expect(asked.length).toBe(Math.ceil(durationS / 30.016));

    const suggestions = await drive(
      silero.suggest({ kind: "audio", durationS }, { ...context, io: { model: session.io } }),
      { sessions: { model: session }, samples },
    );
    const regions = referenceRegions(expected, samples.length);
    expect(regions.length).toBeGreaterThan(5);
    expect(suggestions.map(({ geometry }) => geometry)).toEqual(
      regions.map(({ start, end }) => ({
        kind: "interval",
        start: start / 16_000,
        end: end / 16_000,
      })),
    );
    expect(suggestions.every(({ score }) => score > 0.5 && score <= 1)).toBe(true);
  });
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
