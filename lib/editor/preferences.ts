import { z } from "zod";
import type { StoreApi } from "zustand/vanilla";
import { createStoredStore, type KeyValueStorage } from "./stored";

/** Lanes stand under a recording: one for each label or speaker, or only as many as overlaps need. */
export const LANE_GROUPINGS = ["overlap", "label", "speaker"] as const;
export type LaneGrouping = (typeof LANE_GROUPINGS)[number];

export const FFT_SIZES = [256, 512, 1_024, 2_048, 4_096] as const;

/** One unreadable field falls back to its default; the others are kept. */
const preferencesSchema = z.object({
  /** Factors, 1 is the image as it is. */
  brightness: z.number().min(0.2).max(3).catch(1),
  contrast: z.number().min(0.2).max(3).catch(1),
  showGrid: z.boolean().catch(false),
  showCrosshair: z.boolean().catch(true),
  showLabelNames: z.boolean().catch(true),
  /** How strongly boxes are filled, 0 (outline only) to 1. */
  boxOpacity: z.number().min(0).max(1).catch(0.15),
  /** Blur pixels together when zoomed in; off shows each as a square. */
  smoothImage: z.boolean().catch(true),
  textSizePx: z.number().int().min(12).max(32).catch(16),
  textFace: z.enum(["sans", "serif", "mono"]).catch("serif"),
  showLineNumbers: z.boolean().catch(true),
  /** Characters that cannot be seen, or turn their neighbours round, are shown by name. */
  showMarks: z.boolean().catch(true),
  /** A selected range gives up the white space at its ends. */
  trimSelection: z.boolean().catch(true),
  /** Of recordings: factor, 1 as recorded. */
  volume: z.number().min(0).max(1).catch(1),
  isMuted: z.boolean().catch(false),
  /** While playing, the view moves along. */
  followPlayhead: z.boolean().catch(true),
  /** Ends that are dragged go to neighbours and silences. */
  snapRegions: z.boolean().catch(true),
  showTranscript: z.boolean().catch(true),
  /** Going to the next row of the transcript plays it. */
  playNextRow: z.boolean().catch(false),
  transcriptHeightPx: z.number().min(80).max(800).catch(200),
  channelsApart: z.boolean().catch(false),
  laneGrouping: z.enum(LANE_GROUPINGS).catch("overlap"),
  showSpectrum: z.boolean().catch(true),
  spectrumColors: z.enum(["ember", "ocean", "grey"]).catch("ember"),
  /** Samples of a frame: more tell frequencies better, fewer tell times better. */
  spectrumFftSize: z.union(FFT_SIZES.map((size) => z.literal(size))).catch(1_024),
  /** Upper limit in Hz; 0 is as high as the recording goes. */
  spectrumMaxHz: z.number().min(0).max(96_000).catch(8_000),
  spectrumMinHz: z.number().min(0).max(48_000).catch(0),
  /** What is quieter is dark, what is louder as light as it gets; dB of full scale. */
  spectrumMinDb: z.number().min(-120).max(-20).catch(-90),
  spectrumMaxDb: z.number().min(-60).max(0).catch(-20),
  panelWidthPx: z.number().min(200).max(640).catch(300),
  isPanelOpen: z.boolean().catch(true),
  /** After a box is drawn: draw the next one, or go back to selecting. */
  toolAfterDrawing: z.enum(["keep", "select"]).catch("keep"),
  /** After submitting, open the next item. */
  autoAdvance: z.boolean().catch(true),
});
export type Preferences = z.output<typeof preferencesSchema>;
export type PreferencesStore = StoreApi<Preferences>;

export const DEFAULT_PREFERENCES: Preferences = preferencesSchema.parse({});

export function createPreferences(storage?: KeyValueStorage): PreferencesStore {
  return createStoredStore({ key: "trazo.editor.preferences", schema: preferencesSchema, storage });
}
