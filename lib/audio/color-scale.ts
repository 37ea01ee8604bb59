import { decibels } from "@/lib/media/audio-plan";

export const COLOR_SCALES = ["ember", "ocean", "grey"] as const;
export type ColorScale = (typeof COLOR_SCALES)[number];

type Rgb = readonly [red: number, green: number, blue: number];

/** From quiet to loud, evenly spaced; lightness only grows, so that they read without colour too. */
const STOPS: Readonly<Record<ColorScale, readonly Rgb[]>> = {
  ember: [
    [8, 6, 20],
    [48, 18, 84],
    [122, 32, 104],
    [196, 62, 74],
    [240, 136, 46],
    [252, 238, 176],
  ],
  ocean: [
    [8, 12, 34],
    [24, 48, 110],
    [22, 104, 136],
    [42, 156, 126],
    [150, 204, 88],
    [250, 244, 160],
  ],
  grey: [
    [14, 15, 18],
    [245, 246, 248],
  ],
};

/** As printed: loud is dark. */
const PAPER: readonly Rgb[] = [
  [255, 255, 255],
  [24, 26, 32],
];

/** The colour of each stored value (0 to 255), as pixels of little-endian machines: ABGR. */
export function colorTable(options: {
  scale: ColorScale;
  /** Quieter than the first is as dark, louder than the second as light as it gets. */
  minDb: number;
  maxDb: number;
  isLight: boolean;
}): Uint32Array {
  const { scale, minDb, maxDb, isLight } = options;
  const stops = scale === "grey" && isLight ? PAPER : STOPS[scale];
  const span = Math.max(1, maxDb - minDb);
  return Uint32Array.from({ length: 256 }, (_, value) => {
    const share = Math.min(1, Math.max(0, (decibels(value) - minDb) / span));
    const [red, green, blue] = between(stops, share);
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
}

function between(stops: readonly Rgb[], share: number): Rgb {
  const at = share * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const from = stops[low] ?? [0, 0, 0];
  const to = stops[low + 1] ?? from;
  const mix = (a: number, b: number) => Math.round(a + (b - a) * (at - low));
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}
