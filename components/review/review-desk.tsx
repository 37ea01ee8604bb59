"use client";

import { type ReactNode, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { useEditor } from "@/components/editor/editor-context";
import { FIRST_PANEL, useEditorPage, useSaveStatus } from "@/components/editor/editor-page-context";
import { ItemView } from "@/components/editor/item-view";
import type { OpenedMedia } from "@/components/editor/media/opened-media";
import { useCommands } from "@/components/shell/command-registry";
import { Notice } from "@/components/ui/notice";
import type { ItemState } from "@/lib/annotation/item-state";
import type { ItemLayer, ReviewNeed } from "@/lib/api/review";
import { CompareStage } from "./compare/compare-stage";
import {
  type CompareState,
  type Comparison,
  NOT_COMPARING,
  useComparison,
} from "./compare/use-comparison";
import type { DecisionFormRefs } from "./decision-form";
import { ReviewBar } from "./review-bar";
import { REVIEW_COMMANDS, type ReviewCommandContext } from "./review-commands";
import { hasReason, type ReviewDraft } from "./review-draft";
import { type LabelledBy, ReviewPanel } from "./review-panel";
import type { Verdict } from "./use-decide";

/** What has been handed in, or decided already. */
const DECIDABLE: readonly ItemState[] = ["submitted", "accepted", "rejected", "skipped"];

/** One item under review: the editor with its result, the other layers beside it, and the decision. */
export function ReviewDesk({
  media,
  isDurable,
  isOpening,
  waiting,
  left,
  heldBy,
  needs,
  agreement,
  reasons,
  draft,
  onDraft,
  onDecide,
}: {
  media: OpenedMedia;
  isDurable: boolean;
  isOpening: boolean;
  waiting: ReactNode;
  /** How many items wait. */
  left: number | null;
  /** Another reviewer has it open. */
  heldBy: string | null;
  needs: ReviewNeed | null;
  agreement: number | null;
  reasons: readonly string[];
  draft: ReviewDraft;
  onDraft(change: Partial<ReviewDraft>): void;
  onDecide(verdict: Verdict): void;
}) {
  const t = useTranslations("review");
  const { setSidePanel } = useEditorPage();
  const editor = useEditor();
  const refs: DecisionFormRefs = {
    reasons: useRef<HTMLFieldSetElement>(null),
    comment: useRef<HTMLTextAreaElement>(null),
  };
  const comparison = useCompareOfItem(needs);
  const itemState = useSaveStatus((status) => status.itemState);
  const isMended = useSyncExternalStore(
    editor.history.subscribe,
    editor.history.canUndo,
    editor.history.canUndo,
  );
  const people = labelledBy(comparison.all);

  function sendBack(): void {
    const { userIds, ...why } = draft;
    // The keys are the next item's again.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const isSome = userIds !== null && userIds.length < people.length;
    onDecide({ decision: "reject", ...ofDraft(why), ...(isSome ? { userIds: [...userIds] } : {}) });
  }

  /** Without a reason it is asked for; with one it goes. */
  function reject(): void {
    if (hasReason(draft)) {
      sendBack();
      return;
    }
    editor.preferences.setState({ isPanelOpen: true });
    setSidePanel(FIRST_PANEL);
    requestAnimationFrame(() => (refs.reasons.current ?? refs.comment.current)?.focus());
  }

  const review: ReviewCommandContext = {
    canDecide: !isOpening && DECIDABLE.includes(itemState),
    isMended,
    accept: () => onDecide({ decision: isMended ? "fix" : "accept", ...ofDraft(draft) }),
    fix: () => onDecide({ decision: "fix", ...ofDraft(draft) }),
    reject,
    compare: {
      isPossible: comparison.isPossible,
      isOn: comparison.isOn,
      isSide: comparison.isSide,
      hasCurrent: comparison.currentCluster !== null,
      toggle: () => comparison.set({ isOn: !comparison.isOn }),
      toggleSide: () => comparison.set({ isSide: !comparison.isSide }),
      step: comparison.step,
      pick: (n) => pickByNumber(comparison, n),
    },
  };
  // Registered anew with each item, after the editor's own: on a key that both have, the review's counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes is who registered last.
  const commands = useMemo(() => [...REVIEW_COMMANDS], [editor, comparison.isOn]);
  useCommands(commands, review);
  return (
    <ItemView
      media={media}
      isDurable={isDurable}
      isOpening={isOpening}
      waiting={waiting}
      hasLabelKeys={!comparison.isOn}
      bar={
        <>
          <ReviewBar left={left} review={review} />
          {heldBy ? (
            <Notice variant="warning">{t("bar.withOther", { name: heldBy })}</Notice>
          ) : null}
        </>
      }
      stageIn={
        comparison.isOn
          ? (stage) => <CompareStage comparison={comparison} stage={stage} />
          : undefined
      }
      firstPanel={{
        title: t("panel.title"),
        content: (
          <ReviewPanel
            {...{ needs, agreement, people, reasons, draft, comparison, review, refs, onDraft }}
            onSend={sendBack}
          />
        ),
      }}
    />
  );
}

/** Begins anew with each item; where people disagree it is on from the start. */
function useCompareOfItem(needs: ReviewNeed | null): Comparison {
  const { data } = useEditorPage();
  const { id } = data.item;
  const [state, setState] = useState<CompareState & { itemId: string | null }>({
    ...NOT_COMPARING,
    itemId: null,
  });
  // How one looks at layers stays; what one looked at does not.
  const isOn = needs === "adjudication";
  const current = state.itemId === id ? state : { ...NOT_COMPARING, isSide: state.isSide, isOn };
  return useComparison(current, (change) => setState({ ...current, ...change, itemId: id }));
}

function ofDraft({ reasons, comment }: Pick<ReviewDraft, "reasons" | "comment">) {
  return { reasons: [...reasons], comment: comment.trim() };
}

function pickByNumber(comparison: Comparison, n: number): void {
  const { currentCluster, layers } = comparison;
  if (!currentCluster) return;
  if (n === 0) {
    comparison.pick(currentCluster, null);
    return;
  }
  const shown = layers.filter(({ isShown }) => isShown)[n - 1];
  const hasIt = currentCluster.members.some(({ layerId }) => layerId === shown?.layer.layerId);
  if (shown && hasIt) comparison.pick(currentCluster, shown.layer.layerId);
}

/** Several who labelled it each in a layer of their own, or the one who wrote the result. */
function labelledBy(layers: readonly ItemLayer[]): LabelledBy[] {
  const handedIn = layers.filter(
    ({ kind, isResult, author }) => kind === "person" && !isResult && author !== null,
  );
  const by = handedIn.length > 0 ? handedIn : layers.filter(({ isResult }) => isResult);
  return by.flatMap(({ author, score }) => (author ? [{ ...author, score }] : []));
}
