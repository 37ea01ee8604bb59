"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch } from "@/lib/api/client";
import { itemReviewsSchema } from "@/lib/api/review";

/** What reviewers decided on an item, the newest first; to annotators only what was about their work. */
export function useItemReviews(itemId: string, isEnabled = true) {
  return useQuery({
    queryKey: ["item-reviews", itemId],
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/items/${itemId}/reviews`, { schema: itemReviewsSchema, signal }),
    enabled: isEnabled,
    staleTime: 0,
  });
}
