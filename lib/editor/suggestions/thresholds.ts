import type { PreferencesStore } from "../preferences";
import type { SuggestionModel } from "./suggestion-layer";

/** Where the slider stands of a model that nothing is known of. */
const USUAL_THRESHOLD = 0.5;
/** Preferences and projects name a model by its version; all imports share one name. */
const IMPORT = "import";

export function versionOf(model: SuggestionModel | null): string {
  return model?.versionId ?? IMPORT;
}

/** What a person wants to see of each model: kept in the browser by version, for all items. */
export interface ShownModels {
  thresholdOf(version: string): number;
  setThreshold(version: string, threshold: number): void;
  /** What the project recommends, until the person has chosen. */
  recommend(version: string, threshold: number): void;
  isOn(version: string): boolean;
  setOn(version: string, isOn: boolean): void;
}

export function createShownModels(preferences: PreferencesStore): ShownModels {
  const recommended = new Map<string, number>();
  return {
    thresholdOf(version) {
      const chosen = preferences.getState().suggestionThresholds[version];
      // What is imported has its scores from elsewhere, if any: all of it counts.
      return chosen ?? recommended.get(version) ?? (version === IMPORT ? 0 : USUAL_THRESHOLD);
    },
    setThreshold(version, threshold) {
      const rounded = Number(Math.min(1, Math.max(0, threshold)).toFixed(2));
      preferences.setState(({ suggestionThresholds }) => ({
        suggestionThresholds: { ...suggestionThresholds, [version]: rounded },
      }));
    },
    recommend: (version, threshold) => recommended.set(version, threshold),
    isOn: (version) => !preferences.getState().hiddenModels.includes(version),
    setOn(version, isOn) {
      preferences.setState(({ hiddenModels }) => ({
        hiddenModels: isOn
          ? hiddenModels.filter((hidden) => hidden !== version)
          : [...hiddenModels.filter((hidden) => hidden !== version), version],
      }));
    },
  };
}
