import { MAX_LABEL_NAME, nextHotkey } from "@/lib/annotation/label";
import { nextColor } from "@/lib/annotation/palette";

export type ListedLabel = {
  name: string;
  /** Why it will not be added; null when it will. */
  problem: "duplicate" | "tooLong" | null;
  color: string;
  hotkey: string | null;
};

/**
 * Reads a pasted list of names: one a line (bullets and quotes fall away), or one line with commas.
 * Each gets the colour and the hotkey that it will have, after those of the `existing` labels.
 */
export function readLabelList(
  text: string,
  existing: readonly { name: string; color: string; hotkey: string | null }[] = [],
): ListedLabel[] {
  const seen = new Set(existing.map(({ name }) => name));
  const colors = existing.map(({ color }) => color);
  const hotkeys = existing.map(({ hotkey }) => hotkey);
  return splitNames(text).map((name) => {
    if (seen.has(name)) return { name, problem: "duplicate", color: "#8a93a6", hotkey: null };
    if (name.length > MAX_LABEL_NAME) {
      return { name, problem: "tooLong", color: "#8a93a6", hotkey: null };
    }
    seen.add(name);
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
