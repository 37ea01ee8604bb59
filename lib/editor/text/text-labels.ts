import type { Label } from "@/lib/annotation/label";
import type { GeometryKind } from "@/lib/geometry/geometry";
import { answerOf, answerPatch } from "../answers";
import { relabelPatch } from "../edit";
import type { EditorBase } from "../editor-base";
import { labelTakes } from "../label-takes";
import type { CaretControl } from "./caret";
import type { Relating } from "./relating";
import { isRelation } from "./relations";
import type { SpanMaker } from "./span-maker";
import type { TextSessionStore } from "./text-session";

const SPAN_KINDS: readonly GeometryKind[] = ["interval"];
const RELATION_KINDS: readonly GeometryKind[] = ["relation"];
const ALL_KINDS: readonly GeometryKind[] = ["interval", "relation"];

/** What the labels of a text are for: spans, relations, answers. */
export interface TextLabels {
  /** The labels that a span may have, in their order. */
  spanLabels(): readonly Label[];
  take(label: Label): boolean;
  kinds(): readonly GeometryKind[];
  /** Makes the label of the next annotation one that a span can have, whatever stands first in the list. */
  keepSpanLabel(): void;
}

export function createTextLabels(
  base: EditorBase,
  parts: { session: TextSessionStore; caret: CaretControl; maker: SpanMaker; relating: Relating },
): TextLabels {
  const { session, caret, maker, relating } = parts;
  const { document } = base;
  const get = session.getState;
  const spanLabels = () => get().labels.list.filter((label) => labelTakes(label, "interval"));

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
    const making = { labels: get().labels.list, label, newId: base.newId };
    base.commit(answerPatch(document.current(), making));
  }

  return {
    spanLabels,
    take(label) {
      const isRelationLabel = labelTakes(label, "relation");
      if (isRelationLabel && relabelRelations(label)) return true;
      if (labelTakes(label, "interval")) {
        if (get().relating) return false;
        return caret.range() !== null && maker.create(label.id);
      }
      if (isRelationLabel) relating.relate(label.id);
      else if (labelTakes(label, "whole")) answer(label);
      return true;
    },
    kinds() {
      const { relating: pending, selection } = get();
      const [id] = selection.size === 1 ? selection : [];
      const chosen = id === undefined ? undefined : document.current().get(id);
      if (pending || (chosen && isRelation(chosen))) return RELATION_KINDS;
      return caret.range() ? SPAN_KINDS : ALL_KINDS;
    },
    keepSpanLabel() {
      const { labels, activeLabelId } = get();
      const active = labels.get(activeLabelId);
      if (active && labelTakes(active, "interval")) return;
      session.setState({ activeLabelId: spanLabels()[0]?.id ?? null });
    },
  };
}
