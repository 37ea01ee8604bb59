import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Patch } from "@/lib/annotation/patch";
import type { Geometry, GeometryKind } from "@/lib/geometry/geometry";
import type { Interval } from "@/lib/geometry/interval";
import { indexBlocks, type TextBlocks } from "@/lib/text/blocks";
import type { CodePoints } from "@/lib/text/code-points";
import { createSegments, type Segments } from "@/lib/text/segments";
import { answerOf, answerPatch } from "../answers";
import { byDrawingOrder } from "../drawing-order";
import { deletePatch, relabelPatch } from "../edit";
import { type Editor, editorActions } from "../editor";
import { createEditorBase, documentOf, type EditorOptions } from "../editor-base";
import { labelTakes } from "../label-takes";
import { type CaretControl, createCaret } from "./caret";
import { completePatch } from "./complete-patch";
import { createFinder, type Finder } from "./finder";
import { placeCopies } from "./place-copies";
import { createRelating, type Relating } from "./relating";
import { createRelations, isRelation, type Relations } from "./relations";
import { createSpanIndex, inReadingOrder, isSpan, type Span, type SpanIndex } from "./span-index";
import { createSpanMaker, type SpanMaker } from "./span-maker";
import { createTextSession, type TextSessionStore } from "./text-session";

export type TextItem = { id: string; points: CodePoints };
export type TextEditorOptions = EditorOptions & { item: TextItem };

/** The editor of one text: spans, what relates them, and answers about the whole. All offsets are code points. */
export interface TextEditor extends Editor {
  readonly kind: "text";
  readonly item: TextItem;
  readonly session: TextSessionStore;
  readonly points: CodePoints;
  readonly blocks: TextBlocks;
  readonly segments: Segments;
  readonly spans: Pick<SpanIndex, "within" | "at" | "laneOf">;
  readonly relations: Pick<Relations, "of" | "all">;
  readonly caret: CaretControl;
  readonly finder: Finder;
  readonly relating: Relating;
  readonly maker: SpanMaker;
  /**
   * A click: on a span it selects it, again the one that it lies in; elsewhere it puts the caret. While a relation
   * waits for its target, a click on a span is it. `among`: the spans that are drawn there, where that is known.
   */
  click(offset: number, options?: { isAdding: boolean; among?: ReadonlySet<AnnotationId> }): void;
  /** Selects the span at the caret; again the one that it lies in. */
  selectHere(): void;
  /** The labels that a span may have, in their order. */
  spanLabels(): readonly Label[];
  relationLabels(): readonly Label[];
}

const SPAN_KINDS: readonly GeometryKind[] = ["interval"];
const RELATION_KINDS: readonly GeometryKind[] = ["relation"];
const ALL_KINDS: readonly GeometryKind[] = ["interval", "relation"];

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
  const base = {
    ...inner,
    commit: (patch: Patch<Annotation>, how?: { isJoining?: boolean }) =>
      inner.commit(
        completePatch(patch, { annotations: document.current(), points, relations }),
        how,
      ),
    select(ids: Iterable<AnnotationId>, mode?: Parameters<typeof inner.select>[1]) {
      inner.select(ids, mode);
      goToSelected();
    },
    setLabels(labels: Iterable<Label>) {
      inner.setLabels(labels);
      keepSpanLabel();
    },
  };
  const caret = createCaret({
    session,
    preferences: base.preferences,
    points,
    segments,
    paragraphAround,
  });
  const finder = createFinder({ session, points, segments });
  const relating = createRelating(base, { session, relations });
  const maker = createSpanMaker(base, { session, caret, points, segments, spanLabels });
  // Others' changes overtake what is in the hand, and a source that is gone has no target.
  const endWatching = document.subscribe((patch, origin) => {
    const { drag, relating: pending } = get();
    if (drag && origin === "remote" && patch.has(drag.id)) session.setState({ drag: null });
    if (pending && patch.get(pending.from)?.after === null) session.setState({ relating: null });
  });
  keepSpanLabel();

  function paragraphAround(offset: number): Interval {
    const at = blocks.at(points.toIndex(offset));
    let first = at;
    while (!blocks.isLineStart(first)) first -= 1;
    let last = at;
    while (last + 1 < blocks.count && !blocks.isLineStart(last + 1)) last += 1;
    return {
      start: points.toOffset(blocks.startOf(first)),
      end: points.toOffset(blocks.contentEndOf(last)),
    };
  }

  function spanLabels(): readonly Label[] {
    return get().labels.list.filter((label) => labelTakes(label, "interval"));
  }

  /** The label of the next annotation is one that a span can have, whatever stands first in the list. */
  function keepSpanLabel(): void {
    const { labels, activeLabelId } = get();
    const active = labels.get(activeLabelId);
    if (active && labelTakes(active, "interval")) return;
    session.setState({ activeLabelId: spanLabels()[0]?.id ?? null });
  }

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

  function placeOf(id: AnnotationId): Interval | null {
    const found = document.current().get(id);
    if (found && isRelation(found)) return spanOf(found.geometry.from)?.geometry ?? null;
    return found && isSpan(found) ? found.geometry : null;
  }

  function show(id: AnnotationId, align: "nearest" | "middle"): void {
    const place = placeOf(id);
    if (place) session.setState({ scrollTarget: { place, align } });
  }

  function reachableAt(offset: number): Span[] {
    return spans.at(offset).filter(({ id }) => base.isFree(id));
  }

  /** The smallest there, or the next larger when one of them is selected already. */
  function chooseAmong(found: readonly Span[]): Span | undefined {
    const { selection } = get();
    const at = found.findIndex(({ id }) => selection.has(id));
    return at < 0 || selection.size > 1 ? found[0] : found[(at + 1) % found.length];
  }

  function takeLabel(label: Label): boolean {
    const isRelationLabel = labelTakes(label, "relation");
    if (isRelationLabel && relabelRelations(label)) return true;
    if (labelTakes(label, "interval")) {
      if (get().relating) return false;
      return caret.range() !== null && maker.create(label.id);
    }
    if (isRelationLabel) relating.relate(label.id);
    else if (labelTakes(label, "whole")) answer(label);
    return true;
  }

  function relabelRelations(label: Label): boolean {
    const ids = [...get().selection].filter((id) => {
      const annotation = document.current().get(id);
      return annotation && isRelation(annotation) && base.isEditable(id);
    });
    if (ids.length === 0) return false;
    base.commit(relabelPatch(document.current(), ids, label.id));
    return true;
  }

  function answer(label: Label): void {
    if (answerOf(label).kind === "text") {
      session.setState({ wantedAnswer: label.id });
      return;
    }
    const { labels } = get();
    const making = { labels: labels.list, label, newId: base.newId };
    base.commit(answerPatch(document.current(), making));
  }

  function cancelGesture(): boolean {
    if (get().drag) {
      session.setState({ drag: null });
      return true;
    }
    return relating.cancel();
  }

  function leaveTool(): boolean {
    if (!get().isPainting) return false;
    session.setState({ isPainting: false });
    return true;
  }

  const actions = editorActions(base, { cancelGesture, leaveTool });

  /** A relation whose end an undo took away goes too; it is no entry of its own. */
  function withoutLooseEnds(step: () => void): void {
    const before = new Set(looseRelations());
    step();
    const loose = looseRelations().filter((id) => !before.has(id));
    if (loose.length > 0) document.commit(deletePatch(document.current(), loose), "history");
  }

  function looseRelations(): AnnotationId[] {
    const current = document.current();
    return [...relations.all()]
      .filter(({ geometry: { from, to } }) => !current.has(from) || !current.has(to))
      .map(({ id }) => id);
  }

  return {
    ...base,
    kind: "text",
    item,
    session,
    points,
    blocks,
    segments,
    spans,
    relations,
    caret,
    finder,
    relating,
    maker,
    undo: () => withoutLooseEnds(actions.undo),
    redo: () => withoutLooseEnds(actions.redo),
    escape() {
      const { caret: at, find } = get();
      if (cancelGesture()) return true;
      if (at && at.anchor !== at.focus) {
        caret.put({ anchor: at.focus, focus: at.focus });
        return true;
      }
      if (find) {
        finder.close();
        return true;
      }
      return actions.escape();
    },
    isBusy: () => get().drag !== null || get().relating !== null,
    // A label key never means the selected spans while each range is painted.
    isDrawing: () => get().isPainting,
    cancelGesture,
    leaveTool,
    takeLabel,
    labelKinds() {
      const { relating: pending, selection } = get();
      const [id] = selection.size === 1 ? selection : [];
      const chosen = id === undefined ? undefined : document.current().get(id);
      if (pending || (chosen && isRelation(chosen))) return RELATION_KINDS;
      return caret.range() ? SPAN_KINDS : ALL_KINDS;
    },
    reveal: (id) => show(id, "nearest"),
    focus(id) {
      show(id, "middle");
      return true;
    },
    placeCopies: (originals: ReadonlyMap<AnnotationId, Geometry>) =>
      placeCopies(originals, { caret: get().caret, length: points.length }),
    hint() {
      const { isPainting, relating: pending, drag, selection } = get();
      if (pending) return "text.hint.relating";
      if (drag) return "text.hint.dragging";
      if (caret.range()) return isPainting ? "text.hint.painting" : "text.hint.range";
      if (isPainting) return "text.hint.painting";
      return selection.size > 0 ? "text.hint.selected" : "text.hint.idle";
    },
    compare(a, b) {
      return compareInText(a, b, spanOf);
    },
    click(offset, { isAdding, among } = { isAdding: false }) {
      const found = reachableAt(offset).filter(({ id }) => among?.has(id) ?? true);
      if (get().notice) session.setState({ notice: null });
      if (get().relating) {
        const target = found.find(({ id }) => id !== get().relating?.from);
        if (target) relating.finishAt(target.id);
        return;
      }
      const chosen = isAdding ? found[0] : chooseAmong(found);
      if (isAdding && chosen) inner.select([chosen.id], "toggle");
      else inner.select(chosen ? [chosen.id] : []);
      caret.put({ anchor: offset, focus: offset });
    },
    selectHere() {
      const { caret: at } = get();
      if (!at) return;
      const chosen = chooseAmong(reachableAt(at.focus));
      if (chosen) inner.select([chosen.id]);
    },
    spanLabels,
    relationLabels: () => get().labels.list.filter((label) => labelTakes(label, "relation")),
    dispose() {
      endIndexing();
      endWatching();
      inner.dispose();
    },
  };
}

/** Answers first, then the spans as they are read, each followed by the relations that leave it. */
function compareInText(
  a: Annotation,
  b: Annotation,
  spanOf: (id: AnnotationId) => Span | null,
): number {
  const [first, second] = [a, b].map((each) =>
    isRelation(each) ? spanOf(each.geometry.from) : isSpan(each) ? each : null,
  );
  const [rankA, rankB] = [rankOf(a, first), rankOf(b, second)];
  const isPlaced = rankA === 1 && rankB === 1 && first && second;
  if (isPlaced && first.id !== second.id) return inReadingOrder(first, second);
  if (isPlaced) return Number(isRelation(a)) - Number(isRelation(b)) || byDrawingOrder(a, b);
  return rankA - rankB || byDrawingOrder(a, b);
}

function rankOf({ geometry }: Annotation, span: Span | null | undefined): number {
  if (geometry.kind === "whole") return 0;
  return span ? 1 : 2;
}
