"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { History as HistoryIcon } from "lucide-react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { v7 } from "uuid";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { toast, toastUndo } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import { type HistoryEntry, historySchema, restoredItemSchema } from "@/lib/api/items";
import { useEditor } from "./editor-context";
import { useEditorPage, useSaveStatus } from "./editor-page-context";
import { HistoryItem } from "./history-item";

/** Who did what to this item and when, newest first, and the way back to each of its versions. */
export function HistoryPanel() {
  const t = useTranslations("editor.history");
  const errorMessage = useErrorMessage();
  const { isReadOnly } = useEditor();
  const history = useHistory();
  const { restore, isRestoring } = useRestore();
  const isSaved = useSaveStatus(({ kind }) => kind === "saved");
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? [];
  // What was suggested and rejected stands between the versions of the item, but is none.
  const current = entries.findIndex(isOwn);

  if (history.isPending) return <HistorySkeleton />;
  if (history.isError) {
    return (
      <ErrorState
        title={t("failed")}
        description={errorMessage(history.error)}
        action={<Button onClick={() => void history.refetch()}>{t("retry")}</Button>}
      />
    );
  }
  if (entries.length === 0) {
    return <EmptyState icon={<HistoryIcon />} title={t("empty")} description={t("emptyAbout")} />;
  }
  return (
    <div className="p-2">
      {isSaved || isReadOnly ? null : <Notice className="mb-2">{t("saveFirst")}</Notice>}
      <ol aria-label={t("title")} className="grid">
        {entries.map((entry, index) => (
          <HistoryItem
            key={entry.opId}
            entry={entry}
            isCurrent={index === current}
            onRestore={
              isReadOnly || index === current || !isOwn(entry)
                ? undefined
                : { isPossible: isSaved && !isRestoring, run: () => restore(entry.rev) }
            }
          />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button
          variant="ghost"
          className="mt-1 w-full"
          isPending={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}

function HistorySkeleton() {
  return (
    <div className="grid gap-2 p-2">
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} className="h-14" />
      ))}
    </div>
  );
}

function historyKey(itemId: string) {
  return ["item-history", itemId] as const;
}

function useHistory() {
  const { item } = useEditorPage().data;
  const client = useQueryClient();
  const isSaved = useSaveStatus(({ kind }) => kind === "saved");
  // Each save is a new entry at the top.
  useEffect(() => {
    if (isSaved) void client.invalidateQueries({ queryKey: historyKey(item.id) });
  }, [client, item.id, isSaved]);
  return useInfiniteQuery({
    queryKey: historyKey(item.id),
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      apiFetch(
        `/api/v1/items/${item.id}/history${pageParam === null ? "" : `?cursor=${pageParam}`}`,
        { schema: historySchema, signal },
      ),
    getNextPageParam: (page) => page.next,
  });
}

function useRestore() {
  const t = useTranslations("editor.history");
  const { data, reload } = useEditorPage();
  const client = useQueryClient();
  const errorMessage = useErrorMessage();
  const itemId = data.item.id;

  async function send(rev: number) {
    const restored = await apiFetch(`/api/v1/items/${itemId}/restore`, {
      method: "POST",
      // Made once per press, so that a repeated request restores once.
      body: { rev, writeId: v7() },
      schema: restoredItemSchema,
    });
    reload();
    await client.invalidateQueries({ queryKey: historyKey(itemId) });
    return restored;
  }

  const restoring = useMutation({
    mutationFn: send,
    onError: (error) => toast.error(errorMessage(error)),
    onSuccess: (restored) => {
      if (restored.changes === 0) {
        toast(t("nothingToRestore"));
        return;
      }
      toastUndo({
        message: t("restored", { count: restored.changes }),
        undoLabel: t("undo"),
        onUndo: async () => {
          try {
            await send(restored.rev - 1);
          } catch (error) {
            toast.error(errorMessage(error));
          }
        },
      });
    },
  });
  return { restore: restoring.mutate, isRestoring: restoring.isPending };
}

/** Of the layer that is shown, not of one of suggestions or another person's. */
function isOwn({ model, title, isApart }: HistoryEntry): boolean {
  return model === null && title === null && !isApart;
}
