"use client";

import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useLive } from "@/components/live/use-live";
import { apiFetch } from "@/lib/api/client";
import { type NotificationPage, notificationPageSchema, unreadSchema } from "@/lib/api/talk";

const KEY = ["notifications"] as const;
/** On pages without a project nothing is told; then it is asked. */
const ASK_MS = 60_000;

/** One's own notifications, newest first; kept fresh by what the server tells in the given project. */
export function useNotifications(projectId: string | null) {
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: KEY,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      apiFetch(`/api/v1/notifications${pageParam === null ? "" : `?cursor=${pageParam}`}`, {
        schema: notificationPageSchema,
        signal,
      }),
    getNextPageParam: (page) => page.next,
    refetchInterval: projectId === null ? ASK_MS : false,
  });
  useLive(projectId, ["notification"], () => void client.invalidateQueries({ queryKey: KEY }));
  const reading = useMutation({
    mutationFn: (body: { ids: string[] } | { all: true }) =>
      apiFetch("/api/v1/notifications/read", { method: "POST", body, schema: unreadSchema }),
    onMutate(body) {
      client.setQueryData<InfiniteData<NotificationPage>>(
        KEY,
        (data) => data && marked(data, body),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
  const pages = query.data?.pages ?? [];
  return {
    notifications: pages.flatMap((page) => page.notifications),
    unread: pages[0]?.unread ?? 0,
    isPending: query.isPending,
    error: query.isError ? query.error : null,
    retry: () => void query.refetch(),
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
    isLoadingMore: query.isFetchingNextPage,
    read: (ids: string[]) => reading.mutate({ ids }),
    readAll: () => reading.mutate({ all: true }),
  };
}

/** Seen at once; what the server says follows. */
function marked(
  data: InfiniteData<NotificationPage>,
  body: { ids: string[] } | { all: true },
): InfiniteData<NotificationPage> {
  const isMeant = (id: string) => "all" in body || body.ids.includes(id);
  const now = Date.now();
  const count = data.pages
    .flatMap(({ notifications }) => notifications)
    .filter(({ id, readAt }) => readAt === null && isMeant(id)).length;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      unread: "all" in body ? 0 : Math.max(0, page.unread - count),
      notifications: page.notifications.map((one) =>
        one.readAt === null && isMeant(one.id) ? { ...one, readAt: now } : one,
      ),
    })),
  };
}
