/** A tag of a model taken apart: which kind of span, and which part of it. */
type Tag = { kind: string; part: Part } | null;
type Part = "begin" | "inside" | "end" | "single";

/** B, I, E, S; L and U of BILOU, M of BMES. */
const PARTS: Readonly<Record<string, Part>> = {
  B: "begin",
  I: "inside",
  M: "inside",
  E: "end",
  L: "end",
  S: "single",
  U: "single",
};
const TAG = /^([BIMELSU])[-_](.+)$/;

/** Null: outside of any span. A tag without a part (“PER”) is the inside of a span. */
export function parseTag(name: string): Tag {
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.toUpperCase() === "O") return null;
  const [, part = "", kind] = TAG.exec(trimmed) ?? [];
  return kind === undefined
    ? { kind: trimmed, part: "inside" }
    : { kind, part: PARTS[part] ?? "inside" };
}

/** The kinds of span that the tags are of, in their order, each by the first of its tags. */
export function spanKinds(classes: readonly string[]): { classIndex: number; name: string }[] {
  const kinds = new Map<string, number>();
  for (const [classIndex, name] of classes.entries()) {
    const tag = parseTag(name);
    if (tag && !kinds.has(tag.kind)) kinds.set(tag.kind, classIndex);
  }
  return [...kinds].map(([name, classIndex]) => ({ name, classIndex }));
}

export type TaggedWord = { start: number; end: number; classIndex: number; score: number };
export type TagSpan = TaggedWord;

/**
 * Words one after the other to spans, leniently: a span goes on over tags of its kind until one begins or ended it, and
 * the inside of a kind begins one where none is open. The score is the mean of its words.
 */
export function spansOfTags(words: Iterable<TaggedWord>, classes: readonly string[]): TagSpan[] {
  const tags = classes.map(parseTag);
  const indices = new Map(spanKinds(classes).map(({ name, classIndex }) => [name, classIndex]));
  const spans: TagSpan[] = [];
  let open: { kind: string; span: TagSpan; words: number } | null = null;

  const close = () => {
    if (open) spans.push({ ...open.span, score: Math.min(1, open.span.score / open.words) });
    open = null;
  };
  for (const word of words) {
    const tag = tags[word.classIndex] ?? null;
    const isStart = tag?.part === "begin" || tag?.part === "single";
    if (!tag || isStart || open?.kind !== tag.kind) close();
    if (!tag) continue;
    open = grown(open, word, { kind: tag.kind, classIndex: indices.get(tag.kind) ?? 0 });
    if (tag.part === "end" || tag.part === "single") close();
  }
  close();
  return spans;
}

type OpenSpan = { kind: string; span: TagSpan; words: number };

function grown(
  open: OpenSpan | null,
  { start, end, score }: TaggedWord,
  { kind, classIndex }: { kind: string; classIndex: number },
): OpenSpan {
  if (!open) return { kind, words: 1, span: { start, end, classIndex, score } };
  const { span, words } = open;
  return {
    kind,
    words: words + 1,
    span: {
      ...span,
      start: Math.min(span.start, start),
      end: Math.max(span.end, end),
      score: span.score + score,
    },
  };
}
