import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Patch } from "@/lib/annotation/patch";
import type { Interval } from "@/lib/geometry/interval";
import { indexBlocks, type TextBlocks } from "@/lib/text/blocks";
import type { CodePoints } from "@/lib/text/code-points";
import { createSegments, type Segments } from "@/lib/text/segments";
import { deletePatch } from "../edit";
import { type Editor, editorActions } from "../editor";
import { createEditorBase, documentOf, type EditorBase, type EditorOptions } from "../editor-base";
import { createSuggestions } from "../suggestions/suggestions";
import { type CaretControl, createCaret } from "./caret";
import { completePatch } from "./complete-patch";
import { createFinder, type Finder } from "./finder";
import { placeCopies } from "./place-copies";
import { createRelating, type Relating } from "./relating";
import { createRelations, isRelation, type Relations } from "./relations";
import { createSpanChoice, type SpanChoice } from "./span-choice";
import { createSpanIndex, isSpan, type Span, type SpanIndex } from "./span-index";
import { createSpanMaker, type SpanMaker } from "./span-maker";
import { createSuggestedSpans, type SuggestedSpans } from "./suggested-spans";
import { createTextLabels } from "./text-labels";
import { compareInText } from "./text-order";
import { createTextSession, type TextSessionState, type TextSessionStore } from "./text-session";

export type TextItem = { id: string; points: CodePoints };
export type TextEditorOptions = EditorOptions & { item: TextItem };

/** The editor of one text: spans, what relates them, and answers about the whole. All offsets are code points. */
export interface TextEditor extends Editor, SpanChoice {
  readonly kind: "text";
  readonly item: TextItem;
  readonly session: TextSessionStore;
  readonly points: CodePoints;
  readonly blocks: TextBlocks;
  readonly segments: Segments;
  readonly spans: Pick<SpanIndex, "within" | "at" | "laneOf">;
  /** What models suggest, where it is drawn. */
  readonly suggested: SuggestedSpans;
  readonly relations: Pick<Relations, "of" | "all">;
  readonly caret: CaretControl;
  readonly finder: Finder;
  readonly relating: Relating;
  readonly maker: SpanMaker;
  /** The labels that a span may have, in their order. */
  spanLabels(): readonly Label[];
}

export function isTextEditor(editor: Editor): editor is TextEditor {
  return editor.kind === "text";
}

export function createTextEditor(options: TextEditorOptions): TextEditor {
  const { item } = options;
  const { points } = item;
  const blocks = indexBlocks(points.text);
  const segments = createSegments(points, blocks);
  const document = documentOf(options.annotations);
  const spans = createSpanIndex(document.current().values());
  const relations = createRelations(document.current().values());
  // Before all others: whoever hears of a change may look it up at once.
  const endIndexing = document.subscribe((patch) => {
    spans.update(patch);
    relations.update(patch);
  });
  const session = createTextSession();
  const get = session.getState;
  const inner = createEditorBase({ ...options, document, session });
  const base: EditorBase = {
    ...inner,
    commit: (patch, how) =>
      inner.commit(
        completePatch(patch, { annotations: document.current(), points, relations }),
        how,
      ),
    select(ids, mode) {
      inner.select(ids, mode);
      goToSelected();
    },
    setLabels(labels) {
      inner.setLabels(labels);
      textLabels.keepSpanLabel();
    },
  };
  const { preferences } = base;
  const suggestions = createSuggestions(
    base,
    {
      order: "place",
      compare: (a, b) => compareInText(a, b, spanOf),
      touching: (geometry) => (geometry.kind === "interval" ? spans.within(geometry) : []),
      show(geometry) {
        if (geometry.kind !== "interval") return;
        caret.put({ anchor: geometry.start, focus: geometry.start });
        session.setState({ scrollTarget: { place: geometry, align: "nearest" } });
      },
    },
    options.suggestions,
  );
  const paragraphAround = (offset: number) => paragraphOf({ points, blocks }, offset);
  const caret = createCaret({ session, preferences, points, segments, paragraphAround });
  const finder = createFinder({ session, points, segments });
  const relating = createRelating(base, { session, relations });
  const maker = createSpanMaker(base, { session, caret, points, segments, suggestions });
  const choice = createSpanChoice(base, { session, spans, caret, relating });
  const textLabels = createTextLabels(base, { session, caret, maker, relating });
  const endWatching = document.subscribe((patch, origin) => {
    letGo(session, patch, origin === "remote");
  });
  const endRanges = session.subscribe(({ caret: is }, { caret: was }) => {
    // A range is what the next label key is about.
    if (is && is !== was && is.anchor !== is.focus) suggestions.leave();
  });
  textLabels.keepSpanLabel();

  /** The caret goes along, so that the arrow keys go on from the selected span. */
  function goToSelected(): void {
    const { selection } = get();
    const span = selection.size === 1 ? spanOf([...selection][0]) : null;
    if (span) caret.put({ anchor: span.geometry.start, focus: span.geometry.start });
  }

  function spanOf(id: AnnotationId | undefined): Span | null {
    const found = id === undefined ? undefined : document.current().get(id);
    return found && isSpan(found) ? found : null;
  }

  function show(id: AnnotationId, align: "nearest" | "middle"): void {
    const found = document.current().get(id);
    const span = found && isRelation(found) ? spanOf(found.geometry.from) : spanOf(id);
    if (span) session.setState({ scrollTarget: { place: span.geometry, align } });
  }

  function cancelGesture(): boolean {
    if (!get().drag) return relating.cancel();
    session.setState({ drag: null });
    return true;
  }

  function leaveTool(): boolean {
    if (!get().isPainting) return false;
    session.setState({ isPainting: false });
    return true;
  }

  const actions = editorActions(base, { cancelGesture, leaveTool, suggestions });

  /** A relation whose end an undo took away goes too; it is no entry of its own. */
  function withoutLooseEnds(step: () => void): void {
    const before = new Set(looseRelations(document.current(), relations));
    step();
    const loose = looseRelations(document.current(), relations).filter((id) => !before.has(id));
    if (loose.length > 0) document.commit(deletePatch(document.current(), loose), "history");
  }

  return {
    ...base,
    ...choice,
    suggestions,
    kind: "text",
    item,
    session,
    points,
    blocks,
    segments,
    spans,
    suggested: createSuggestedSpans({ session, suggestions, spans }),
    relations,
    caret,
    finder,
    relating,
    maker,
    spanLabels: textLabels.spanLabels,
    takeLabel: textLabels.take,
    labelKinds: textLabels.kinds,
    cancelGesture,
    leaveTool,
    undo: () => withoutLooseEnds(actions.undo),
    redo: () => withoutLooseEnds(actions.redo),
    escape: () => cancelGesture() || leaveRange(session, caret, finder) || actions.escape(),
    isBusy: () => get().drag !== null || get().relating !== null,
    // A label key never means the selected spans while each range is painted.
    isDrawing: () => get().isPainting,
    reveal: (id) => show(id, "nearest"),
    focus(id) {
      show(id, "middle");
      return true;
    },
    placeCopies: (originals) =>
      placeCopies(originals, { caret: get().caret, length: points.length }),
    hint: () => suggestions.hint() ?? `text.hint.${hintOf(get(), caret.range())}`,
    compare: (a, b) => compareInText(a, b, spanOf),
    dispose() {
      endIndexing();
      endWatching();
      endRanges();
      suggestions.dispose();
      inner.dispose();
    },
  };
}

/** Without its line break. */
function paragraphOf(
  { points, blocks }: { points: CodePoints; blocks: TextBlocks },
  offset: number,
): Interval {
  let first = blocks.at(points.toIndex(offset));
  let last = first;
  while (!blocks.isLineStart(first)) first -= 1;
  while (last + 1 < blocks.count && !blocks.isLineStart(last + 1)) last += 1;
  return {
    start: points.toOffset(blocks.startOf(first)),
    end: points.toOffset(blocks.contentEndOf(last)),
  };
}

/** Others' changes overtake what is in the hand, and a relation whose source is gone has no target. */
function letGo(session: TextSessionStore, patch: Patch<Annotation>, isRemote: boolean): void {
  const { drag, relating } = session.getState();
  if (drag && isRemote && patch.has(drag.id)) session.setState({ drag: null });
  if (relating && patch.get(relating.from)?.after === null) session.setState({ relating: null });
}

/** Out of a range, then out of the search. */
function leaveRange(session: TextSessionStore, caret: CaretControl, finder: Finder): boolean {
  const { caret: at, find } = session.getState();
  if (at && at.anchor !== at.focus) caret.put({ anchor: at.focus, focus: at.focus });
  else if (find) finder.close();
  else return false;
  return true;
}

function looseRelations(
  annotations: ReadonlyMap<AnnotationId, Annotation>,
  relations: Relations,
): AnnotationId[] {
  return [...relations.all()]
    .filter(({ geometry: { from, to } }) => !annotations.has(from) || !annotations.has(to))
    .map(({ id }) => id);
}

function hintOf(
  { isPainting, relating, drag, selection }: TextSessionState,
  range: Interval | null,
): string {
  if (relating) return "relating";
  if (drag) return "dragging";
  if (isPainting) return "painting";
  if (range) return "range";
  return selection.size > 0 ? "selected" : "idle";
}
