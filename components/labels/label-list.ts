import { MAX_LABEL_NAME, nextHotkey } from "@/lib/annotation/label";
import { nextColor } from "@/lib/annotation/palette";

export type ListedLabel = {
  name: string;
  /** Why it will not be added; null when it will. */
  problem: "duplicate" | "tooLong" | null;
  color: string;
  hotkey: string | null;
};

/** As a label's name is compared: two that differ only in case are one to a person. */
export function labelKey(name: string): string {
  return name.trim().toLowerCase();
}

/**
 * Reads a pasted list of names: one a line (bullets and quotes fall away), or one line with commas.
 * Each gets the colour and the hotkey that it will have, after those of the `existing` labels.
 */
export function readLabelList(
  text: string,
  existing: readonly { name: string; color: string; hotkey: string | null }[] = [],
): ListedLabel[] {
  const seen = new Set(existing.map(({ name }) => labelKey(name)));
  const colors = existing.map(({ color }) => color);
  const hotkeys = existing.map(({ hotkey }) => hotkey);
  return splitNames(text).map((name) => {
    const key = labelKey(name);
    if (seen.has(key)) return { name, problem: "duplicate", color: "#8a93a6", hotkey: null };
    if (name.length > MAX_LABEL_NAME) {
      return { name, problem: "tooLong", color: "#8a93a6", hotkey: null };
    }
    seen.add(key);
    const color = nextColor(colors);
    const hotkey = nextHotkey(hotkeys);
    colors.push(color);
    hotkeys.push(hotkey);
    return { name, problem: null, color, hotkey };
  });
}

function splitNames(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const parts = lines.length === 1 ? (lines[0] ?? "").split(/[,;\t]/) : lines;
  return parts
    .map((part) =>
      part
        .trim()
        .replace(/^[-*•]\s+/, "")
        .replace(/^(["'])(.*)\1,?$/, "$2")
        .trim(),
    )
    .filter((name) => name !== "");
}
