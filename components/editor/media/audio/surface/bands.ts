/** A horizontal band of the surface; px. */
export type Band = { y: number; height: number };
export type Bands = {
  ruler: Band;
  waves: readonly Band[];
  spectrum: Band | null;
  lanes: Band;
  /** How far the lanes are scrolled at most. */
  maxLaneScroll: number;
};

export const RULER_PX = 24;
export const LANE_PX = 22;
const LANE_PAD_PX = 4;
const MIN_LANES = 2;
/** Lanes take no more than this share: the sound has to stay readable. */
const MAX_LANES_SHARE = 0.4;
const SPECTRUM_SHARE = 0.52;

/** The bands of a surface of this height, top to bottom: ruler, waves, spectrogram, lanes. */
export function layBands(options: {
  heightPx: number;
  lanes: number;
  channels: number;
  hasSpectrum: boolean;
}): Bands {
  const { heightPx, lanes, channels, hasSpectrum } = options;
  const wanted = Math.max(MIN_LANES, lanes) * LANE_PX + 2 * LANE_PAD_PX;
  const lanesPx = Math.round(Math.min(wanted, heightPx * MAX_LANES_SHARE));
  const soundPx = Math.max(0, heightPx - RULER_PX - lanesPx);
  const spectrumPx = hasSpectrum ? Math.round(soundPx * SPECTRUM_SHARE) : 0;
  const wavePx = (soundPx - spectrumPx) / channels;
  return {
    ruler: { y: 0, height: RULER_PX },
    waves: Array.from({ length: channels }, (_, n) => ({
      y: RULER_PX + n * wavePx,
      height: wavePx,
    })),
    spectrum: hasSpectrum ? { y: RULER_PX + soundPx - spectrumPx, height: spectrumPx } : null,
    lanes: { y: heightPx - lanesPx, height: lanesPx },
    maxLaneScroll: Math.max(0, wanted - lanesPx),
  };
}

export function laneTop(bands: Bands, lane: number, scrollPx: number): number {
  return bands.lanes.y + LANE_PAD_PX + lane * LANE_PX - scrollPx;
}

/** The lane at a height of the surface; fractions of it are cut off. May be below the last. */
export function laneAt(bands: Bands, y: number, scrollPx: number): number {
  return Math.floor((y - bands.lanes.y - LANE_PAD_PX + scrollPx) / LANE_PX);
}

export function isIn({ y, height }: Band, at: number): boolean {
  return at >= y && at < y + height;
}
