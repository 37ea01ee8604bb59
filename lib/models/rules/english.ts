import { indexCodePoints } from "@/lib/text/code-points";
import type { Suggestion } from "../adapter";
import { ENGLISH_KINDS, type EnglishKind, type TextRule } from "./text-rule";

/** What the library reads at once, if it has several sentences: about 15 ms of work. In UTF-16 units. */
const PART_LENGTH = 300;
/** How far a word may be from where it is expected, if the library has changed what is between words. */
const REACH = 100;

/**
 * How often the library is right: persons 0.73, places 0.77, organisations 0.13 on WNUT-17 (emerging.dev; noisy, so other
 * texts do rather better); of dates and amounts a guess.
 */
const SCORES: Readonly<Record<EnglishKind, number>> = {
  person: 0.75,
  place: 0.75,
  organisation: 0.3,
  date: 0.75,
  amount: 0.8,
};

/** Finds names, dates and amounts in English by the rules of `compromise`, which is loaded when it is first wanted. */
export const englishRule: TextRule = {
  id: "english",
  isUsed: ({ english }) => ENGLISH_KINDS.some((kind) => english[kind] !== undefined),
  async suggest(text, { english, classes, minScore }, work) {
    const places = new Map<EnglishKind, number>();
    for (const kind of ENGLISH_KINDS) {
      const place = classes.indexOf(english[kind] ?? "");
      if (place >= 0 && SCORES[kind] >= minScore) places.set(kind, place);
    }
    if (places.size === 0) return [];
    const points = indexCodePoints(text);
    const found: Suggestion[] = [];
    for (const part of partsOf(text)) {
      for (const { kind, start, end } of await findEnglish(part.text)) {
        const classIndex = places.get(kind);
        if (classIndex === undefined) continue;
        const from = points.toOffset(part.start + start);
        const to = points.toOffset(part.start + end);
        found.push({
          geometry: { kind: "interval", start: from, end: to },
          classIndex,
          score: SCORES[kind],
          text: points.slice(from, to),
        });
      }
      await work.pause?.();
      work.signal?.throwIfAborted();
    }
    return found;
  },
};

export type EnglishSpan = { kind: EnglishKind; start: number; end: number };

/** What is meant by the words of the library, by kind; matches are looked at once more below. */
const QUERIES: readonly { kind: EnglishKind; match: string }[] = [
  { kind: "date", match: "#Date+" },
  { kind: "date", match: "(last|next|this|past|coming) (#Duration|#WeekDay|#Month)" },
  { kind: "amount", match: "#Money+ #Currency?" },
  { kind: "amount", match: "#Percent+ (percent|percentage)?" },
  { kind: "amount", match: "#Value+ (#Unit|#Currency|percent)" },
];

/** Spans in UTF-16 indices. */
export async function findEnglish(text: string): Promise<EnglishSpan[]> {
  const { default: nlp } = await import("compromise/three");
  const document = nlp(text);
  const sentences = locateTerms(text, document.document);
  const found: EnglishSpan[] = [];
  const add = (kind: EnglishKind, pointers: readonly Pointer[]) => {
    for (const [sentence, start, end] of pointers) {
      const terms = sentences[sentence ?? 0]?.slice(start, end) ?? [];
      for (const run of runsOf(text, terms, kind)) {
        const span = trimmed(text, run, kind);
        if (span && isMeant(text.slice(span.start, span.end), kind)) found.push(span);
      }
    }
  };
  for (const { kind, match } of QUERIES) add(kind, document.match(match).fullPointer);
  add("person", document.people().fullPointer);
  add("place", document.places().fullPointer);
  add("organisation", document.organizations().fullPointer);
  return withoutOverlaps(found);
}

type Pointer = readonly (number | string | undefined)[] & {
  0?: number;
  1?: number;
  2?: number;
};
type Term = { text: string; pre?: string; post?: string };
type Place = { start: number; end: number };

/**
 * Where each term stands. The library keeps every character, so they follow one another; should it ever change one, the
 * next term that is found where it is expected sets it right, and a term that is nowhere has no place.
 */
function locateTerms(text: string, sentences: readonly (readonly Term[])[]): (Place | null)[][] {
  let at = 0;
  return sentences.map((terms) =>
    terms.map((term) => {
      const expected = at + (term.pre ?? "").length;
      const start = text.startsWith(term.text, expected)
        ? expected
        : text.slice(0, at + REACH).indexOf(term.text, at);
      if (term.text === "" || start < 0) return null;
      const end = start + term.text.length;
      const post = term.post ?? "";
      at = text.startsWith(post, end) ? end + post.length : end;
      return { start, end };
    }),
  );
}

/** Between the words of one name stand blanks, a point after a title, or a hyphen; in dates and amounts commas too. */
const NAME_GAP = /^(?:\.?\s+|-|\.)$/;
const VALUE_GAP = /^(?:[.,]?\s+|[-/–])$/;

function* runsOf(text: string, places: readonly (Place | null)[], kind: EnglishKind) {
  const gap = kind === "date" || kind === "amount" ? VALUE_GAP : NAME_GAP;
  let run: Place | null = null;
  for (const place of places) {
    if (run && place && gap.test(text.slice(run.end, place.start))) {
      run = { start: run.start, end: place.end };
      continue;
    }
    if (run) yield run;
    run = place;
  }
  if (run) yield run;
}

const LEAD = /^[^\p{L}\p{N}\p{Sc}+-]+/u;
/** “in 50 minutes yesterday” is read as a date from “minutes” on. */
const DATE_LEAD =
  /^[^\p{L}\p{N}]*(?:(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s+)?/iu;
const EDGE = /^[^\p{L}\p{N}\p{Sc}+#@-]+|[^\p{L}\p{N}\p{M}\p{Sc}%]+$/gu;

/** Without quotes, emoji and punctuation at its ends, and of a name without the “’s” of what it owns. */
function trimmed(text: string, { start, end }: Place, kind: EnglishKind): EnglishSpan | null {
  const surface = text.slice(start, end);
  const [lead = ""] = (kind === "date" ? DATE_LEAD : LEAD).exec(surface) ?? [];
  let kept = surface.slice(lead.length).replace(EDGE, "");
  if (kind !== "date" && kind !== "amount") kept = kept.replace(/['’]s?$/u, "");
  return kept === ""
    ? null
    : { kind, start: start + lead.length, end: start + lead.length + kept.length };
}

const MONTH_OR_DAY =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)/i;
const RELATIVE = /\b(?:today|tonight|tomorrow|yesterday|last|next|this|past|coming)\b/i;

/** “week” alone is no date and “five” no amount; and names begin with a capital. */
function isMeant(surface: string, kind: EnglishKind): boolean {
  if (kind === "date") {
    return /\d/.test(surface) || MONTH_OR_DAY.test(surface) || RELATIVE.test(surface);
  }
  if (kind === "amount") return /[\d\p{Sc}%]/u.test(surface) || /\s/.test(surface);
  return /\p{Lu}/u.test(surface) && !/^[@#]/.test(surface);
}

/** Of two that overlap the longer stays, of equal ones the first. */
function withoutOverlaps(spans: readonly EnglishSpan[]): EnglishSpan[] {
  const kept: EnglishSpan[] = [];
  for (const span of spans.toSorted((a, b) => b.end - b.start - (a.end - a.start))) {
    if (!kept.some((other) => span.start < other.end && other.start < span.end)) kept.push(span);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** Sentences together as long as a part may be; a longer one alone. */
function* partsOf(text: string): Generator<{ text: string; start: number }> {
  let start = 0;
  let end = 0;
  for (const { segment } of new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)) {
    if (end > start && end + segment.length - start > PART_LENGTH) {
      yield { text: text.slice(start, end), start };
      start = end;
    }
    end += segment.length;
  }
  if (end > start) yield { text: text.slice(start, end), start };
}
