import { desc, eq } from "drizzle-orm";
import * as z from "zod/mini";
import type { ItemReview } from "@/lib/api/review";
import type { Store } from "../store";
import { readDecided } from "./review-records";

/** Longer ago than so many decisions nobody looks. */
const MAX_REVIEWS = 50;
const reasonsSchema = z.array(z.string());

/** What reviewers decided on an item, the newest first. `onlyFor`: what was about the work of this person. */
export async function readItemReviews(
  { db, tables: { reviews, users } }: Store,
  { itemId, onlyFor }: { itemId: string; onlyFor: string | null },
): Promise<ItemReview[]> {
  const rows = await db
    .select({ review: reviews, name: users.name })
    .from(reviews)
    .leftJoin(users, eq(users.id, reviews.reviewerId))
    .where(eq(reviews.itemId, itemId))
    .orderBy(desc(reviews.createdAt), desc(reviews.id))
    .limit(MAX_REVIEWS);
  const isTheirs = (before: string) =>
    onlyFor === null || readDecided(before)?.work.some(({ userId }) => userId === onlyFor) === true;
  return rows
    .filter(({ review }) => isTheirs(review.before))
    .map(({ review: { id, decision, reasons, comment, reviewerId, rev, createdAt }, name }) => ({
      ...{ id, decision, comment, rev, createdAt },
      reasons: reasonsSchema.parse(JSON.parse(reasons)),
      reviewer: reviewerId === null ? null : { id: reviewerId, name: name ?? "" },
    }));
}
