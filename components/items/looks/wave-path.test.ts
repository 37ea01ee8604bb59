import { expect, test } from "vitest";
import { WAVE_COLUMNS, WAVE_HEIGHT, wavePath } from "./wave-path";

/** A tile of one channel, of these peaks. */
const tile = (peaks: readonly (readonly [number, number])[]) =>
  Int16Array.from(peaks.flat()).buffer;
const points = (path: string) =>
  path
    .slice(1, -1)
    .split("L")
    .map((point) => point.split(" ").map(Number));

test("a waveform goes there above and back below, as high as its loudest place", () => {
  const path = points(wavePath([tile([[-100, 100]]), tile([[-32_768, 16_384]])], 1));
  expect(path).toHaveLength(4);
  expect(path.map(([x]) => x)).toEqual([60, 180, 180, 60]);
  expect(Math.max(...path.map(([, y]) => y ?? 0))).toBeCloseTo(WAVE_HEIGHT - 1.5);
});

test("many peaks become as many columns as are drawn, none of them lost", () => {
  const peaks = Array.from({ length: 4_096 }, (_, n): [number, number] =>
    n === 3_000 ? [-30_000, 30_000] : [-10, 10],
  );
  const path = points(wavePath([tile(peaks)], 1));
  expect(path).toHaveLength(2 * WAVE_COLUMNS);
  const loud = path.filter(([, y]) => (y ?? 0) > WAVE_HEIGHT - 5);
  expect(loud).toHaveLength(1);
  expect(loud[0]?.[0]).toBeCloseTo((3_000 / 4_096) * WAVE_COLUMNS, 0);
});

test("silence is a line, and no peaks are nothing", () => {
  const path = points(wavePath([tile([[0, 0]])], 1));
  expect(path.map(([, y]) => y)).toEqual([49.5, 50.5]);
  expect(wavePath([], 1)).toBe("");
});
