import { indexCodePoints } from "@/lib/text/code-points";
import type { Suggestion } from "../adapter";
import { compilePattern } from "./pattern-matcher";
import type { TextRule } from "./text-rule";

/** Patterns that people need often, by a name that the page has words for. */
export const READY_PATTERNS = [
  { id: "email", pattern: String.raw`\b[\w.%+-]+@[\w-]+(?:\.[\w-]+)+\b` },
  { id: "url", pattern: String.raw`\b(?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?')\]}]` },
  { id: "number", pattern: String.raw`[+-]?\b\d+(?:[.,]\d+)*\b` },
  { id: "date", pattern: String.raw`\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b` },
  { id: "time", pattern: String.raw`\b\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b)?` },
  {
    id: "phone",
    pattern: String.raw`(?:\+\d{1,3}[ -]?)?(?:\(\d{1,5}\)[ -]?)?\d{2,5}(?:[ -]\d{2,5}){1,4}\b`,
  },
  { id: "hashtag", pattern: String.raw`\B#[\p{L}_][\w]*` },
  { id: "mention", pattern: String.raw`\B@[\w.]*\w` },
] as const;

/** Finds what fits the patterns that people gave, each in time that grows with the text alone. */
export const patternsRule: TextRule = {
  id: "patterns",
  isUsed: ({ patterns }) => patterns.length > 0,
  async suggest(text, { patterns, classes, minScore }, work) {
    const points = indexCodePoints(text);
    const found: Suggestion[] = [];
    for (const { pattern, ignoresCase, classId, score } of patterns) {
      const classIndex = classes.indexOf(classId);
      if (classIndex < 0 || score < minScore) continue;
      for (const match of compilePattern(pattern, { ignoresCase }).matches(text)) {
        if (match === null) {
          await work.pause?.();
          work.signal?.throwIfAborted();
          continue;
        }
        const start = points.toOffset(match.start);
        const end = points.toOffset(match.end);
        found.push({
          geometry: { kind: "interval", start, end },
          classIndex,
          score,
          text: points.slice(start, end),
        });
      }
    }
    return found;
  },
};
