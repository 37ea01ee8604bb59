import * as z from "zod/mini";
import type { StoreApi } from "zustand/vanilla";
import { createStoredStore, type KeyValueStorage } from "./stored";

/** Lanes stand under a recording: one for each label or speaker, or only as many as overlaps need. */
export const LANE_GROUPINGS = ["overlap", "label", "speaker"] as const;
export type LaneGrouping = (typeof LANE_GROUPINGS)[number];

export const FFT_SIZES = [256, 512, 1_024, 2_048, 4_096] as const;

/** One unreadable field falls back to its default; the others are kept. */
const preferencesSchema = z.object({
  /** Factors, 1 is the image as it is. */
  brightness: z.catch(z.number().check(z.gte(0.2), z.lte(3)), 1),
  contrast: z.catch(z.number().check(z.gte(0.2), z.lte(3)), 1),
  showGrid: z.catch(z.boolean(), false),
  showCrosshair: z.catch(z.boolean(), true),
  showLabelNames: z.catch(z.boolean(), true),
  /** How strongly boxes are filled, 0 (outline only) to 1. */
  boxOpacity: z.catch(z.number().check(z.gte(0), z.lte(1)), 0.15),
  /** Blur pixels together when zoomed in; off shows each as a square. */
  smoothImage: z.catch(z.boolean(), true),
  textSizePx: z.catch(z.int().check(z.gte(12), z.lte(32)), 16),
  textFace: z.catch(z.enum(["sans", "serif", "mono"]), "serif"),
  showLineNumbers: z.catch(z.boolean(), true),
  /** Characters that cannot be seen, or turn their neighbours round, are shown by name. */
  showMarks: z.catch(z.boolean(), true),
  /** A selected range gives up the white space at its ends. */
  trimSelection: z.catch(z.boolean(), true),
  /** Of recordings: factor, 1 as recorded. */
  volume: z.catch(z.number().check(z.gte(0), z.lte(1)), 1),
  isMuted: z.catch(z.boolean(), false),
  /** While playing, the view moves along. */
  followPlayhead: z.catch(z.boolean(), true),
  /** Ends that are dragged go to neighbours and silences. */
  snapRegions: z.catch(z.boolean(), true),
  showTranscript: z.catch(z.boolean(), true),
  /** Going to the next row of the transcript plays it. */
  playNextRow: z.catch(z.boolean(), false),
  transcriptHeightPx: z.catch(z.number().check(z.gte(80), z.lte(800)), 200),
  channelsApart: z.catch(z.boolean(), false),
  laneGrouping: z.catch(z.enum(LANE_GROUPINGS), "overlap"),
  showSpectrum: z.catch(z.boolean(), true),
  /** How frequencies stand above one another: evenly, as ears tell them apart, or by octaves. */
  spectrumScale: z.catch(z.enum(["linear", "mel", "log"]), "linear"),
  spectrumColors: z.catch(z.enum(["ember", "ocean", "grey"]), "ember"),
  /** Samples of a frame: more tell frequencies better, fewer tell times better. */
  spectrumFftSize: z.catch(z.literal(FFT_SIZES), 1_024),
  /** Upper limit in Hz; 0 is as high as the recording goes. */
  spectrumMaxHz: z.catch(z.number().check(z.gte(0), z.lte(96_000)), 8_000),
  spectrumMinHz: z.catch(z.number().check(z.gte(0), z.lte(48_000)), 0),
  /** What is quieter is dark, what is louder as light as it gets; dB of full scale. */
  spectrumMinDb: z.catch(z.number().check(z.gte(-120), z.lte(-20)), -90),
  spectrumMaxDb: z.catch(z.number().check(z.gte(-60), z.lte(0)), -20),
  panelWidthPx: z.catch(z.number().check(z.gte(200), z.lte(640)), 300),
  isPanelOpen: z.catch(z.boolean(), true),
  /** After a box is drawn: draw the next one, or go back to selecting. */
  toolAfterDrawing: z.catch(z.enum(["keep", "select"]), "keep"),
  showSuggestions: z.catch(z.boolean(), true),
  /** From which score on suggestions are shown, by version of the model or title of the import (suggestions/thresholds.ts). */
  suggestionThresholds: z.catch(z.record(z.string(), z.number().check(z.gte(0), z.lte(1))), {}),
  /** Versions and titles whose suggestions are not shown. */
  hiddenModels: z.catch(z.array(z.string()), []),
  /** Of layers that are compared only that in which they differ. */
  showDifferences: z.catch(z.boolean(), false),
  /** After submitting, open the next item. */
  autoAdvance: z.catch(z.boolean(), true),
});
export type Preferences = z.output<typeof preferencesSchema>;
export type PreferencesStore = StoreApi<Preferences>;

export const DEFAULT_PREFERENCES: Preferences = preferencesSchema.parse({});

export function createPreferences(storage?: KeyValueStorage): PreferencesStore {
  return createStoredStore({ key: "trazo.editor.preferences", schema: preferencesSchema, storage });
}
