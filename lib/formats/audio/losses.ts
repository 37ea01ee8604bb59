import type { Issue } from "../format";
import type { Region } from "./region";

/** What a format has a place for, besides time and label. */
export type Carried = {
  texts: boolean;
  scores: boolean;
  groups: boolean;
  /** Names of attributes, or all of them. */
  attributes: "all" | readonly string[];
  /** `lowHz` and `highHz` of a region. */
  frequencies: boolean;
};

/** Counts what is lost on the way out, so that one line says it for the whole export. */
export function createLosses(
  formatName: string,
  carried: Carried,
): { see(region: Region): void; issues(): Issue[] } {
  const counts = { texts: 0, scores: 0, groups: 0, attributes: 0, frequencies: 0 };
  const lostAttributes = new Set<string>();
  return {
    see({ text, score, groupId, attributes, extra }) {
      if (text !== undefined && !carried.texts) counts.texts += 1;
      if (score !== null && !carried.scores) counts.scores += 1;
      if (groupId !== null && !carried.groups) counts.groups += 1;
      const hasFrequency = extra?.["lowHz"] !== undefined || extra?.["highHz"] !== undefined;
      if (hasFrequency && !carried.frequencies) counts.frequencies += 1;
      if (carried.attributes === "all") return;
      const lost = Object.keys(attributes).filter((name) => !carried.attributes.includes(name));
      if (lost.length > 0) counts.attributes += 1;
      for (const name of lost) lostAttributes.add(name);
    },
    issues() {
      const names = [...lostAttributes].sort().slice(0, 20).join(", ");
      const lines = [
        ["texts_not_carried", counts.texts, "a transcript"],
        ["attributes_not_carried", counts.attributes, `attributes (${names})`],
        ["scores_not_carried", counts.scores, "a score"],
        ["groups_not_carried", counts.groups, "a group"],
        ["frequencies_not_carried", counts.frequencies, "a frequency range"],
      ] as const;
      return lines
        .filter(([, count]) => count > 0)
        .map(([code, count, what]) => ({
          code,
          severity: code === "texts_not_carried" ? "warning" : "info",
          where: "regions",
          message: `${count} regions have ${what}, for which ${formatName} has no place.`,
        }));
    },
  };
}
