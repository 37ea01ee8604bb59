import { alignTexts, emptyOrigins, type Origins, setOrigin, throughOrigins } from "./align";

export type Normalised = { text: string; origins: Origins };

/**
 * What a normaliser (lower case, accents, compatibility forms…) makes of a text, and where each unit of that comes
 * from. It is asked for one character as people see it at a time, which tells the origins; where the whole differs from
 * the parts (a sigma at the end of a word, blanks trimmed), the two are aligned.
 */
export function normaliseWithOrigins(
  text: string,
  normalise: (text: string) => string,
): Normalised {
  const whole = normalise(text);
  const known = new Map<string, string>();
  const parts: string[] = [];
  const ranges: { start: number; end: number }[] = [];
  for (const { segment, index } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(
    text,
  )) {
    const changed = known.get(segment) ?? normalise(segment);
    known.set(segment, changed);
    parts.push(changed);
    const isUnchanged = changed === segment;
    for (let unit = 0; unit < changed.length; unit++) {
      // Kept as it was, a character is known unit by unit.
      ranges.push(
        isUnchanged
          ? { start: index + unit, end: index + unit + 1 }
          : { start: index, end: index + segment.length },
      );
    }
  }
  const joined = parts.join("");
  const origins = emptyOrigins(joined.length);
  for (const [index, range] of ranges.entries()) setOrigin(origins, index, range);
  if (joined === whole) return { text: whole, origins };
  return {
    text: whole,
    origins: throughOrigins(alignTexts(joined, whole), origins, text.length),
  };
}
