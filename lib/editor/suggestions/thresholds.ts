import type { PreferencesStore } from "../preferences";
import type { SuggestionSource } from "./suggestion-layer";

/** Where the slider stands of a model that nothing is known of. */
const USUAL_THRESHOLD = 0.5;
/** No version of a model begins so. */
const IMPORT = "import:";

/** Preferences and projects name a model by its version, and an import by its title. */
export function nameOfSource({ model, title }: Pick<SuggestionSource, "model" | "title">): string {
  return model?.versionId ?? `${IMPORT}${title ?? ""}`;
}

/** What a person wants to see of each model: kept in the browser by version (or title), for all items. */
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
      return (
        chosen ?? recommended.get(version) ?? (version.startsWith(IMPORT) ? 0 : USUAL_THRESHOLD)
      );
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
