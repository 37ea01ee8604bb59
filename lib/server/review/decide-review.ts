import "server-only";
import { itemOfLayer, resultLayerOf } from "@/db/queries/layers";
import { type ReviewRefusal, reviewItem } from "@/db/queries/review";
import { takeReviewBack } from "@/db/queries/review-undo";
import type { Store } from "@/db/store";
import type { ReviewAnswer, ReviewRequest, TakenBack } from "@/lib/api/review";
import { AppError } from "../app-error";
import { publish } from "../live/bus";
import { tellNotified } from "../live/tell-notified";
import { tellOfItem } from "../live/tell-of-op";

const REFUSALS: Readonly<Record<ReviewRefusal, string>> = {
  not_submitted: "Nothing has been handed in here yet, so there is nothing to decide.",
  own_work: "This is your own work: another reviewer decides on it.",
  reason_missing: "Say why: choose a reason, write a comment, or comment at the place itself.",
  unknown_people: "One of these people has handed in nothing for this item.",
  write_id_taken: "Another decision has this writeId.",
};

type Who = { itemId: string; projectId: string; userId: string };

/** Writes a reviewer's decision and tells those who have the project open. */
export async function decideReview(
  store: Store,
  { itemId, projectId, userId, request }: Who & { request: ReviewRequest },
): Promise<ReviewAnswer> {
  const result = await reviewItem(store, { itemId, userId, request, now: Date.now() });
  switch (result.kind) {
    case "decided": {
      if (!result.isNew) return result.answer;
      await tell(store, { itemId, projectId, state: result.answer });
      await tellNotified(store, { projectId, userIds: result.returnedTo });
      return result.answer;
    }
    case "conflict":
      throw new AppError(
        "conflict",
        "Somebody has changed this item since you looked at it. Look once more, then decide.",
        { extra: { rev: result.rev, state: result.state } },
      );
    case "refused":
      throw new AppError("refused", REFUSALS[result.reason], { extra: { reason: result.reason } });
    case "missing":
      throw new AppError("not_found", "There is no such item.");
    case "gone":
      throw new AppError("gone", "This item was deleted.");
  }
}

/** Takes a decision back, where nobody has gone on from it. */
export async function takeBack(
  store: Store,
  { itemId, projectId, userId, reviewId }: Who & { reviewId: string },
): Promise<TakenBack> {
  const result = await takeReviewBack(store, { itemId, reviewId, userId, now: Date.now() });
  switch (result.kind) {
    case "taken-back":
      await tell(store, { itemId, projectId, state: result.answer });
      return result.answer;
    case "moved-on":
      throw new AppError(
        "conflict",
        "Somebody has gone on with this item since: the decision stands. Decide anew instead.",
        { extra: { state: result.state } },
      );
    case "missing":
      throw new AppError("not_found", "There is no such decision.");
    case "gone":
      throw new AppError("gone", "This item was deleted.");
  }
}

async function tell(
  store: Store,
  of: { itemId: string; projectId: string; state: Pick<ReviewAnswer, "state" | "rev"> },
): Promise<void> {
  const { itemId, projectId } = of;
  const { state, rev } = of.state;
  const layerId = await resultLayerOf(store, itemId);
  const item = layerId && (await itemOfLayer(store, layerId));
  if (!item) return;
  const at = { projectId, isGold: item.isGold };
  tellOfItem(at, { kind: "item", itemId, state });
  tellOfItem(at, { kind: "layer", itemId, layerId, rev, clientId: "review" });
  publish(projectId, { kind: "work" });
}
