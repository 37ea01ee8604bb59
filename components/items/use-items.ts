"use client";

import { type QueryClient, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { apiFetch } from "@/lib/api/client";
import {
  ITEM_PAGE_SIZE,
  type ItemFilter,
  type ItemIndex,
  type ItemPage,
  type ItemSummary,
  itemIndexSchema,
  itemPageSchema,
  type Previews,
  previewSchema,
} from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";
import type { ItemPreview } from "./looks/item-look";
import { ITEM_LOOKS } from "./looks/item-looks";
import { filterQuery, withQuery } from "./view-state";

const PREVIEW_CHUNK = 50;

export const itemsKey = (projectId: string) => ["items", projectId] as const;

/** First and last row index in view, inclusive. */
export type Range = { first: number; last: number };

export type Items = {
  total: number;
  isLoading: boolean;
  error: unknown;
  retry(): void;
  /** Undefined until its page is there. */
  itemAt(index: number): ItemSummary | undefined;
  /** Undefined until it is there, and where there is none. */
  previewOf(item: ItemSummary): ItemPreview | undefined;
  /** Ids of a range, loading what is missing. */
  idsBetween(first: number, last: number): Promise<string[]>;
};

/** The items of a view, of which only the pages in `range` are loaded, each by its key. */
export function useItems(options: {
  projectId: string;
  mediaKind: MediaKind;
  filter: ItemFilter;
  range: Range;
}): Items {
  const { projectId, mediaKind, filter, range } = options;
  const queryClient = useQueryClient();
  const query = filterQuery(filter);
  const index = useQuery({
    queryKey: [...itemsKey(projectId), "index", query],
    queryFn: ({ signal }) =>
      apiFetch(withQuery(`/api/v1/projects/${projectId}/items/index`, query), {
        schema: itemIndexSchema,
        signal,
      }),
  });
  const cursors = index.data?.cursors ?? [];
  const wanted = pagesIn(range).filter((page) => page < cursors.length);
  const pages = useQueries({
    queries: wanted.map((page) => pageQuery({ projectId, query, cursor: cursors[page] ?? null })),
  });
  const known = useRef({ query, pages: new Map<number, ItemPage>() });
  if (known.current.query !== query) known.current = { query, pages: new Map() };
  for (const [n, page] of wanted.entries()) {
    const data = pages[n]?.data;
    if (data) known.current.pages.set(page, data);
  }
  const total = index.data?.total ?? 0;
  const itemAt = (at: number) =>
    at < total
      ? known.current.pages.get(Math.floor(at / ITEM_PAGE_SIZE))?.items[at % ITEM_PAGE_SIZE]
      : undefined;
  const previews = usePreviews({ projectId, mediaKind, range, itemAt });
  return {
    total,
    isLoading: index.isPending,
    error: index.error ?? pages.find(({ error }) => error !== null)?.error ?? null,
    retry: () => void queryClient.invalidateQueries({ queryKey: itemsKey(projectId) }),
    itemAt,
    previewOf: (item) => previews.get(item.id),
    idsBetween: (first, last) =>
      index.data
        ? loadIds(queryClient, { projectId, query, index: index.data, first, last })
        : Promise.resolve([]),
  };
}

function pagesIn({ first, last }: Range): number[] {
  const start = Math.floor(first / ITEM_PAGE_SIZE);
  const end = Math.floor(last / ITEM_PAGE_SIZE);
  return Array.from({ length: end - start + 1 }, (_, n) => start + n);
}

function pageQuery(at: { projectId: string; query: string; cursor: string | null }) {
  const params = new URLSearchParams(at.query);
  if (at.cursor !== null) params.set("cursor", at.cursor);
  return {
    queryKey: [...itemsKey(at.projectId), "page", at.query, at.cursor],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      apiFetch(withQuery(`/api/v1/projects/${at.projectId}/items`, params.toString()), {
        schema: itemPageSchema,
        signal,
      }),
  };
}

async function loadIds(
  queryClient: QueryClient,
  at: { projectId: string; query: string; index: ItemIndex; first: number; last: number },
): Promise<string[]> {
  const ids: string[] = [];
  for (const page of pagesIn(at)) {
    const cursor = at.index.cursors[page] ?? null;
    const { items } = await queryClient.fetchQuery(pageQuery({ ...at, cursor }));
    const start = page * ITEM_PAGE_SIZE;
    ids.push(
      ...items.slice(Math.max(0, at.first - start), at.last - start + 1).map(({ id }) => id),
    );
  }
  return ids;
}

/** Previews of the items in view, asked for in chunks that scrolling does not shift. */
function usePreviews(options: {
  projectId: string;
  mediaKind: MediaKind;
  range: Range;
  itemAt(index: number): ItemSummary | undefined;
}): ReadonlyMap<string, ItemPreview> {
  const { projectId, mediaKind, range, itemAt } = options;
  const { needsPreview } = ITEM_LOOKS[mediaKind];
  const chunks: ItemSummary[][] = [];
  const start = Math.floor(range.first / PREVIEW_CHUNK) * PREVIEW_CHUNK;
  for (let first = start; first <= range.last; first += PREVIEW_CHUNK) {
    const items = Array.from({ length: PREVIEW_CHUNK }, (_, n) => itemAt(first + n));
    chunks.push(items.flatMap((item) => (item && needsPreview(item) ? [item] : [])));
  }
  const results = useQueries({
    queries: chunks
      .filter((chunk) => chunk.length > 0)
      .map((chunk) => ({
        // With the time of the last write, so that changed items are drawn anew.
        queryKey: [
          ...itemsKey(projectId),
          "previews",
          chunk.map(({ id, updatedAt }) => `${id}@${updatedAt}`).join(","),
        ],
        staleTime: Number.POSITIVE_INFINITY,
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          apiFetch(
            `/api/v1/projects/${projectId}/items/boxes?ids=${chunk.map(({ id }) => id).join(",")}`,
            { schema: previewSchema, signal },
          ).then(byItem),
      })),
  });
  // What was drawn stays until a changed item is there again.
  const known = useRef<ReadonlyMap<string, ItemPreview>>(new Map());
  const previews = new Map(results.flatMap(({ data }) => [...(data ?? [])]));
  for (const { id } of chunks.flat()) {
    const before = known.current.get(id);
    if (before && !previews.has(id)) previews.set(id, before);
  }
  known.current = previews;
  return previews;
}

function byItem({ boxes, texts, lines, waves }: Previews): ReadonlyMap<string, ItemPreview> {
  return new Map(
    Object.entries(boxes).map(([id, ownBoxes]) => [
      id,
      { boxes: ownBoxes, text: texts[id], lines: lines[id], wave: waves[id] },
    ]),
  );
}
