import { z } from "zod";
import type { StoreApi } from "zustand/vanilla";
import { createStoredStore, type KeyValueStorage } from "./stored";

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
