"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNews } from "@/components/live/use-news";
import { apiFetch } from "@/lib/api/client";
import {
  type ReviewNeed,
  type ReviewQueue,
  type ReviewQueueItem,
  reviewQueueSchema,
} from "@/lib/api/review";

export type QueueFilter = {
  needs: ReviewNeed | null;
  user: string | null;
  label: string | null;
  order: ReviewQueue["order"] | null;
};

/** Something was handed in or decided, anywhere; news of one moment are asked for once. */
const NEWS = { kinds: ["item", "items", "work"], withinMs: 1_500 } as const;
/** So few left in the list: the next page is asked for. */
const FEW = 20;

export type Queue = {
  items: readonly ReviewQueueItem[];
  counts: ReviewQueue["counts"] | null;
  doneToday: number;
  order: ReviewQueue["order"] | null;
  isLoading: boolean;
  error: unknown;
  /** Takes an item off the list before the server has answered, and puts it back. */
  hide(itemId: string): void;
  show(itemId: string): void;
  refresh(): void;
  /** The server has answered for the item: from now on its list counts. */
  settle(itemId: string): void;
  loadMore(): void;
  /** The item to go to from this one: the next that nobody else has; null: there is none. */
  neighbour(itemId: string | null, by: 1 | -1): string | null;
};

export function queueQuery({ needs, user, label, order }: QueueFilter): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries({ needs, user, label, order })) {
    if (value !== null) search.set(key, value);
  }
  return search.toString();
}

/** What waits for this reviewer, page by page, as others change it. */
export function useReviewQueue(projectId: string, filter: QueueFilter): Queue {
  const client = useQueryClient();
  const query = queueQuery(filter);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const pages = useInfiniteQuery({
    queryKey: ["reviews", projectId, query],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? "" : `&cursor=${encodeURIComponent(pageParam)}`;
      return apiFetch(`/api/v1/projects/${projectId}/reviews?${query}${cursor}`, {
        schema: reviewQueueSchema,
        signal,
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const ask = () => client.invalidateQueries({ queryKey: ["reviews", projectId] });
  const refresh = () => void ask();
  const show = (itemId: string) =>
    setHidden((before) => new Set([...before].filter((other) => other !== itemId)));
  useNews(projectId, NEWS, refresh);
  const all = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const items = all.filter(({ itemId }) => !hidden.has(itemId));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const loadMore = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  const isShort = items.length < FEW && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (isShort) void fetchNextPage();
  }, [isShort, fetchNextPage]);
  const first = pages.data?.pages[0];
  return {
    items,
    counts: first ? without(first.counts, all, hidden) : null,
    doneToday: first?.doneToday ?? 0,
    order: first?.order ?? null,
    isLoading: pages.isPending,
    error: pages.error,
    hide: (itemId) => setHidden((before) => new Set([...before, itemId])),
    show,
    refresh,
    settle: (itemId) => void ask().then(() => show(itemId)),
    loadMore,
    neighbour(itemId, by) {
      // What was just decided is in the list no more: its place is known from the whole.
      const at = all.findIndex((item) => item.itemId === itemId);
      const free = (item: ReviewQueueItem) =>
        item.itemId !== itemId && !hidden.has(item.itemId) && item.heldBy === null;
      const after = by === 1 ? all.slice(at + 1) : all.slice(0, Math.max(0, at)).reverse();
      const found = after.find(free) ?? (by === 1 ? all.find(free) : undefined);
      return found?.itemId ?? null;
    },
  };
}

function without(
  counts: ReviewQueue["counts"],
  all: readonly ReviewQueueItem[],
  hidden: ReadonlySet<string>,
): ReviewQueue["counts"] {
  const gone = all.filter(({ itemId }) => hidden.has(itemId));
  const of = (need: ReviewNeed) => gone.filter(({ needs }) => needs === need).length;
  return {
    review: Math.max(0, counts.review - of("review")),
    adjudication: Math.max(0, counts.adjudication - of("adjudication")),
  };
}
