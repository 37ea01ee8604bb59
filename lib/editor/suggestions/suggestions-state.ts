import type { SuggestionSource } from "./suggestion-layer";

/** The suggestions as the session tells of them; replaced by every change. */
export type SuggestionsState = {
  layers: readonly Pick<SuggestionSource, "layerId" | "model" | "title" | "isUnsent">[];
  /** Key of the one that keys are about now. */
  focus: string | null;
  /** Another number whenever other suggestions are open or shown. */
  revision: number;
  /** Can the project's model be run on the item now? */
  canRun: boolean;
};

export const NO_SUGGESTIONS: SuggestionsState = {
  layers: [],
  focus: null,
  revision: 0,
  canRun: false,
};
