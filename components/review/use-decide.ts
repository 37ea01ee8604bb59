"use client";

import { useRef } from "react";
import { useTranslations } from "use-intl";
import { v7 as uuidv7 } from "uuid";
import type { OpenedItem } from "@/components/editor/item-opener";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast, toastUndo } from "@/components/ui/toast";
import type { ReviewDecision } from "@/lib/annotation/assignment";
import { ApiError, apiFetch } from "@/lib/api/client";
import { type ReviewRequest, reviewAnswerSchema, takenBackSchema } from "@/lib/api/review";
import type { Saver } from "@/lib/editor/saving/saver";

export type Verdict = Pick<ReviewRequest, "decision" | "reasons" | "comment" | "userIds">;

/**
 * Sends a decision once all of the reviewer's own changes are safe. `onSent` when it is on its way: the page can go on;
 * `onBack` when it was refused after all, or taken back.
 */
export function useDecide(options: {
  onSent(itemId: string): void;
  onBack(itemId: string, why: "refused" | "undone"): void;
  onSettled(itemId: string): void;
}) {
  const t = useTranslations("review");
  const ui = useTranslations("ui");
  const errorMessage = useErrorMessage();
  const sending = useRef(new Set<string>());
  const say = (error: unknown) =>
    error instanceof ApiError && (error.code === "conflict" || error.code === "refused")
      ? sayRefused(error)
      : errorMessage(error);

  function sayRefused(error: ApiError): string {
    const reason = reasonOf(error);
    if (error.code === "conflict") return t("refused.changed");
    if (reason === "own_work") return t("refused.ownWork");
    if (reason === "reason_missing") return t("refused.reasonMissing");
    return reason === "not_submitted" ? t("refused.notSubmitted") : errorMessage(error);
  }

  async function undo(itemId: string, reviewId: string): Promise<void> {
    try {
      await apiFetch(`/api/v1/items/${itemId}/review`, {
        method: "DELETE",
        body: { reviewId },
        schema: takenBackSchema,
      });
      options.onBack(itemId, "undone");
    } catch (error) {
      const isTooLate = error instanceof ApiError && error.code === "conflict";
      toast.error(isTooLate ? t("refused.undo") : errorMessage(error));
    }
    options.onSettled(itemId);
  }

  async function send(opened: OpenedItem, verdict: Verdict): Promise<void> {
    const { id, name } = opened.data.item;
    if (!(await whenSaved(opened.saver))) {
      toast.error(t("refused.notSaved"));
      return;
    }
    const { rev } = opened.saver.confirmed();
    options.onSent(id);
    try {
      const answer = await apiFetch(`/api/v1/items/${id}/review`, {
        method: "POST",
        body: { writeId: uuidv7(), ...verdict, rev },
        schema: reviewAnswerSchema,
      });
      toastUndo({
        message: t(`done.${said(answer.decision)}`, { name }),
        undoLabel: ui("undo"),
        onUndo: () => undo(id, answer.reviewId),
      });
    } catch (error) {
      toast.error(t("refused.title", { name }), { description: say(error) });
      options.onBack(id, "refused");
    }
    options.onSettled(id);
  }

  return async function decide(opened: OpenedItem, verdict: Verdict): Promise<void> {
    const { id } = opened.data.item;
    // A second press means the same decision, not another one.
    if (sending.current.has(id)) return;
    sending.current.add(id);
    await send(opened, verdict).finally(() => sending.current.delete(id));
  };
}

function said(decision: ReviewDecision) {
  return decision === "reject" ? "rejected" : decision === "fix" ? "fixed" : "accepted";
}

function reasonOf({ body }: ApiError): string | null {
  const isRecord = typeof body === "object" && body !== null && "reason" in body;
  return isRecord && typeof body.reason === "string" ? body.reason : null;
}

/** True once the server has answered for everything; false when it does not take it now. */
function whenSaved(saver: Saver): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = () => {
      const { kind } = saver.status();
      if (kind === "saving") return false;
      resolve(kind === "saved");
      return true;
    };
    if (settle()) return;
    const end = saver.subscribe(() => {
      if (settle()) end();
    });
  });
}
