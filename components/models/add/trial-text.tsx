import type { ReactNode } from "react";
import type { Suggestion } from "@/lib/models/adapter";
import { indexCodePoints } from "@/lib/text/code-points";

/** So much of a text is shown, in code points. */
const SHOWN_LENGTH = 1_500;

/** The beginning of a text with what a model proposed in it; of two that overlap the first is marked. */
export function TrialText(props: {
  text: string;
  classes: readonly string[];
  suggestions: readonly Suggestion[];
}) {
  const { text, classes, suggestions } = props;
  const points = indexCodePoints(text);
  const end = Math.min(points.length, SHOWN_LENGTH);
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { geometry, classIndex } of suggestions.toSorted((a, b) => startOf(a) - startOf(b))) {
    if (geometry.kind !== "interval" || geometry.start < at || geometry.end > end) continue;
    parts.push(
      points.slice(at, geometry.start),
      <mark
        key={geometry.start}
        title={classes[classIndex]}
        className="rounded-sm bg-primary-soft px-0.5 text-primary-text"
      >
        {points.slice(geometry.start, geometry.end)}
      </mark>,
    );
    at = geometry.end;
  }
  parts.push(points.slice(at, end), end < points.length ? "…" : "");
  return (
    <p className="whitespace-pre-wrap break-words rounded-md border bg-card p-3 text-sm">{parts}</p>
  );
}

function startOf({ geometry }: Suggestion): number {
  return geometry.kind === "interval" ? geometry.start : 0;
}
