import { useState } from "react";

/** What the reviewer has written about the open item so far. */
export type ReviewDraft = {
  reasons: readonly string[];
  comment: string;
  /** Who is to mend it; null: everybody who labelled it. */
  userIds: readonly string[] | null;
};
const EMPTY: ReviewDraft = { reasons: [], comment: "", userIds: null };

/** One for each item: what was written about another one is kept while the page is open. */
export function useReviewDraft(itemId: string | null) {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, ReviewDraft>>(new Map());
  const draft = (itemId === null ? undefined : drafts.get(itemId)) ?? EMPTY;
  return {
    draft,
    change(part: Partial<ReviewDraft>) {
      if (itemId !== null) setDrafts(new Map(drafts).set(itemId, { ...draft, ...part }));
    },
    forget(id: string) {
      setDrafts((before) => new Map([...before].filter(([other]) => other !== id)));
    },
  };
}

export function hasReason({ reasons, comment }: ReviewDraft): boolean {
  return reasons.length > 0 || comment.trim() !== "";
}
