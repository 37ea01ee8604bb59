import { beforeAll, describe, expect, test } from "vitest";
import { TINY_AUDIO_CLASSES, tinyAudioModel } from "@/scripts/models/make-tiny-audio";
import type { ModelContext } from "../adapter";
import { type Windowing, windowCount } from "../audio/tag-regions";
import { drive, type NodeSession, openSession } from "../testing/run-with-onnx";
import { audioTagging } from "./audio-tagging";

const RATE = 16_000;

/** 3 s of silence, 4 s of hum, 2 s of silence, 3.3 s of hiss, 20 s of silence, 4 s of hum up to the end. */
function recording(): Float32Array {
  let seed = 7;
  const noise = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return (seed / 2 ** 30 - 1) * 0.2;
  };
  return Float32Array.from({ length: 36.3 * RATE }, (_, index) => {
    const at = index / RATE;
    if ((at >= 3 && at < 7) || at >= 32.3) return 0.3 * Math.sin(2 * Math.PI * 220 * at);
    return at >= 9 && at < 12.3 ? noise() : 0;
  });
}

describe("the tiny model", () => {
  let session: NodeSession;
  let context: ModelContext;
  const samples = recording();
  const durationS = samples.length / RATE;
  beforeAll(async () => {
    session = await openSession(tinyAudioModel());
    context = {
      io: { model: session.io },
      classes: TINY_AUDIO_CLASSES,
      options: audioTagging.defaults(session.io).options,
      assets: {},
    };
  });
  const suggest = (extra: ModelContext["options"]["extra"] = {}) => {
    const asked: number[] = [];
    const options = {
      ...context.options,
      extra: { ...context.options.extra, ...extra },
    };
    return drive(audioTagging.suggest({ kind: "audio", durationS }, { ...context, options }), {
      sessions: { model: session },
      samples,
      onStep: (step) => {
        if (step.kind === "samples") asked.push(step.endS - step.startS);
      },
    }).then((found) => ({ found, asked }));
  };

  test("is small and recognised", () => {
    expect(tinyAudioModel().length).toBeLessThan(50_000);
    expect(audioTagging.matches(session.io)).toBeGreaterThan(0.8);
    expect(audioTagging.defaults(session.io).classCount).toBe(2);
  });

  test("hears where it hums and hisses, half a minute of samples at a time", async () => {
    const { found, asked } = await suggest();
    expect(found.map(({ classIndex }) => TINY_AUDIO_CLASSES[classIndex])).toEqual([
      "hum",
      "hiss",
      "hum",
    ]);
    const expected = [
      [3, 7],
      [9, 12.3],
      [32.3, 36.3],
    ];
    for (const [index, { geometry, score }] of found.entries()) {
      if (geometry.kind !== "interval") throw new Error("no region");
      // A window that touches a sound hears it; it speaks for its middle half.
      expect(Math.abs(geometry.start - (expected[index]?.[0] ?? 0))).toBeLessThanOrEqual(0.75);
      expect(Math.abs(geometry.end - (expected[index]?.[1] ?? 0))).toBeLessThanOrEqual(0.75);
      expect(score).toBeGreaterThan(0.5);
    }
    const last = found.at(-1)?.geometry;
    expect(last?.kind === "interval" && last.end).toBe(durationS);
    expect(Math.max(...asked)).toBeLessThanOrEqual(31);
  });

  test("a shorter hop finds the edges more exactly", async () => {
    const { found } = await suggest({ windowS: 0.25, hopS: 0.05 });
    const [hum] = found;
    if (hum?.geometry.kind !== "interval") throw new Error("no region");
    expect(Math.abs(hum.geometry.start - 3)).toBeLessThan(0.13);
    expect(Math.abs(hum.geometry.end - 7)).toBeLessThan(0.13);
  });

  test("classes of the recording as a whole are the mean of its windows", async () => {
    const { found } = await drive(
      audioTagging.suggest(
        { kind: "audio", durationS },
        {
          ...context,
          options: {
            ...context.options,
            minScore: 0.1,
            extra: { ...context.options.extra, output: "whole" },
          },
        },
      ),
      { sessions: { model: session }, samples },
    ).then((all) => ({ found: all }));
    expect(found[0]).toMatchObject({ geometry: { kind: "whole" }, classIndex: 0 });
    expect(found[0]?.score).toBeGreaterThan(0.2);
    expect(found[0]?.score).toBeLessThan(0.4);
  });

  test("says when the list of classes is not the model's", async () => {
    const wrong = { ...context, classes: ["hum"] };
    await expect(
      drive(audioTagging.suggest({ kind: "audio", durationS }, wrong), {
        sessions: { model: session },
        samples,
      }),
    ).rejects.toThrow("scores 2 classes, and 1 are named");
  });
});

test("windows reach the end of any recording, and no further than they must", () => {
  const count = (windowing: Windowing) => windowCount(windowing);
  expect(count({ windowS: 1, hopS: 0.5, durationS: 0.2 })).toBe(1);
  expect(count({ windowS: 1, hopS: 0.5, durationS: 1 })).toBe(1);
  expect(count({ windowS: 1, hopS: 0.5, durationS: 1.1 })).toBe(2);
  expect(count({ windowS: 0.1, hopS: 0.1, durationS: 0.3 })).toBe(3);
});
