"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";
import {
  deletedCommentSchema,
  type NewComment,
  type NewThread,
  type Person,
  type Thread,
  type ThreadList,
  threadListSchema,
  threadSchema,
} from "@/lib/api/talk";
import { useEditorPage } from "../editor-page-context";

export function threadsKey(itemId: string) {
  return ["threads", itemId] as const;
}

const NO_THREADS: readonly Thread[] = [];
const NO_PEOPLE: readonly Person[] = [];

/** Threads on the open item. */
export function useThreads() {
  const itemId = useEditorPage().data.item.id;
  const query = useQuery({
    queryKey: threadsKey(itemId),
    queryFn: ({ signal }) =>
      apiFetch(`/api/v1/items/${itemId}/threads`, { schema: threadListSchema, signal }),
  });
  return {
    threads: query.data?.threads ?? NO_THREADS,
    people: query.data?.people ?? NO_PEOPLE,
    isPending: query.isPending,
    error: query.isError ? query.error : null,
    retry: () => void query.refetch(),
  };
}

type Write =
  | { kind: "begin"; thread: NewThread }
  | { kind: "answer"; threadId: string; comment: NewComment }
  | { kind: "resolve"; threadId: string; isResolved: boolean }
  | { kind: "rewrite"; comment: NewComment }
  | { kind: "remove"; threadId: string; commentId: string };

/** Writes, and puts the answer in place of what was shown. What failed is said; what was typed stays where it is. */
export function useTalkWrites() {
  const itemId = useEditorPage().data.item.id;
  const client = useQueryClient();
  const errorMessage = useErrorMessage();
  return useMutation({
    mutationFn: (write: Write) => send(itemId, write),
    onSuccess(thread, write) {
      const id = thread?.id ?? (write.kind === "remove" ? write.threadId : null);
      client.setQueryData<ThreadList>(
        threadsKey(itemId),
        (list) => list && { ...list, threads: replaced(list.threads, id, thread) },
      );
      void client.invalidateQueries({ queryKey: threadsKey(itemId) });
    },
    onError: (error) => toast.error(errorMessage(error)),
  });
}

function replaced(threads: readonly Thread[], id: string | null, thread: Thread | null): Thread[] {
  if (!thread) return threads.filter((other) => other.id !== id);
  const isKnown = threads.some((other) => other.id === thread.id);
  if (!isKnown) return [...threads, thread];
  return threads.map((other) => (other.id === thread.id ? thread : other));
}

async function send(itemId: string, write: Write): Promise<Thread | null> {
  switch (write.kind) {
    case "begin":
      return post(`/api/v1/items/${itemId}/threads`, write.thread);
    case "answer":
      return post(`/api/v1/threads/${write.threadId}/comments`, write.comment);
    case "resolve": {
      const { threadId, isResolved } = write;
      return patch(`/api/v1/threads/${threadId}`, { isResolved });
    }
    case "rewrite": {
      const { id, ...body } = write.comment;
      return patch(`/api/v1/comments/${id}`, body);
    }
    case "remove": {
      const path = `/api/v1/comments/${write.commentId}`;
      const answer = await apiFetch(path, { method: "DELETE", schema: deletedCommentSchema });
      return answer.thread;
    }
  }
}

function post(path: string, body: unknown): Promise<Thread> {
  return apiFetch(path, { method: "POST", body, schema: threadSchema });
}

function patch(path: string, body: unknown): Promise<Thread> {
  return apiFetch(path, { method: "PATCH", body, schema: threadSchema });
}
