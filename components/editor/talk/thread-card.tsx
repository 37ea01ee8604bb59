"use client";

import { CheckCircle2, MapPin, Pencil, RotateCcw, Tag, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { v7 } from "uuid";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { notAfter } from "@/components/ui/not-after";
import type { Comment, Person, Thread } from "@/lib/api/talk";
import { useAnnotations } from "../editor-context";
import { useLabelLook } from "../use-label-look";
import { CommentBody } from "./comment-body";
import { CommentComposer } from "./comment-composer";
import { mentionedIn } from "./mentions";
import { type Anchor, talkStore } from "./talk-store";
import type { useTalkWrites } from "./use-threads";

const TICK_MS = 30_000;
type Writes = ReturnType<typeof useTalkWrites>;

/** A thread; the one that is looked at shows all that was said, the others how they begin. */
export function ThreadCard({
  thread,
  number,
  people,
  userId,
  mayWrite,
  isManager,
  isOpen,
  writes,
}: {
  thread: Thread;
  /** As on its pin; null: it is resolved. */
  number: number | null;
  people: readonly Person[];
  userId: string;
  mayWrite: boolean;
  isManager: boolean;
  isOpen: boolean;
  writes: Writes;
}) {
  const t = useTranslations("talk");
  const card = useRef<HTMLLIElement>(null);
  const { comments, resolvedAt } = thread;
  const isResolved = resolvedAt !== null;
  const shown = isOpen ? comments : comments.slice(0, 1);
  const toggle = () => talkStore.setState({ threadId: isOpen ? null : thread.id });
  useEffect(() => {
    if (isOpen) card.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <li
      ref={card}
      data-thread={thread.id}
      className={cn(
        "grid gap-2 rounded-lg border p-2",
        isOpen ? "border-primary" : "hover:bg-accent",
        isResolved && "opacity-75",
      )}
    >
      <div className="flex items-center gap-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={toggle}
          className="flex min-w-0 flex-1 items-center gap-1.5 text-left text-muted-foreground text-xs"
        >
          {number === null ? null : <PinNumber>{number}</PinNumber>}
          <AnchorName anchor={thread} />
          <span className="sr-only">{t("open")}</span>
        </button>
        {mayWrite ? (
          <IconButton
            size="icon-sm"
            label={isResolved ? t("reopen") : t("resolve")}
            icon={isResolved ? <RotateCcw /> : <CheckCircle2 />}
            onClick={() =>
              writes.mutate({ kind: "resolve", threadId: thread.id, isResolved: !isResolved })
            }
          />
        ) : null}
      </div>
      {shown.map((comment) => (
        <CommentView
          key={comment.id}
          comment={comment}
          people={people}
          isOwn={mayWrite && comment.author?.id === userId}
          mayRemove={mayWrite && (isManager || comment.author?.id === userId)}
          threadId={thread.id}
          writes={writes}
        />
      ))}
      {isOpen || comments.length < 2 ? null : (
        <Button variant="link" size="text" className="justify-start text-xs" onClick={toggle}>
          {t("replies", { count: comments.length - 1 })}
        </Button>
      )}
      {isResolved ? (
        <p className="text-muted-foreground text-xs">
          {t("resolvedBy", { name: thread.resolvedBy?.name ?? "–" })}
        </p>
      ) : null}
      {isOpen && mayWrite && !isResolved ? (
        <CommentComposer
          label={t("replyHere")}
          people={people}
          sendLabel={t("reply")}
          isPending={writes.isPending}
          onSend={async (body) => {
            const comment = { id: v7(), body, mentions: mentionedIn(body, people) };
            return isTaken(writes, { kind: "answer", threadId: thread.id, comment });
          }}
        />
      ) : null}
    </li>
  );
}

function CommentView({
  comment,
  people,
  isOwn,
  mayRemove,
  threadId,
  writes,
}: {
  comment: Comment;
  people: readonly Person[];
  isOwn: boolean;
  mayRemove: boolean;
  threadId: string;
  writes: Writes;
}) {
  const t = useTranslations("talk");
  const format = useFormatter();
  const now = useNow({ updateInterval: TICK_MS });
  const [isEditing, setIsEditing] = useState(false);
  const author = comment.author?.name ?? t("nobody");
  const at = new Date(comment.createdAt);
  return (
    <div className="group flex gap-2">
      <Avatar name={author} size="sm" aria-hidden="true" className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="flex h-6 items-center gap-2">
          <span className="min-w-0 truncate font-medium">{author}</span>
          <time
            dateTime={at.toISOString()}
            title={format.dateTime(at, { dateStyle: "medium", timeStyle: "medium" })}
            className="shrink-0 text-muted-foreground text-xs"
          >
            {format.relativeTime(notAfter(at, now), now)}
            {comment.editedAt === null ? "" : ` · ${t("edited")}`}
          </time>
          <span className="ml-auto flex opacity-0 focus-within:opacity-100 group-hover:opacity-100">
            {isOwn ? (
              <IconButton
                size="icon-sm"
                label={t("edit")}
                icon={<Pencil />}
                onClick={() => setIsEditing(true)}
              />
            ) : null}
            {mayRemove ? (
              <IconButton
                size="icon-sm"
                label={t("remove")}
                icon={<Trash2 />}
                onClick={() => writes.mutate({ kind: "remove", threadId, commentId: comment.id })}
              />
            ) : null}
          </span>
        </p>
        {isEditing ? (
          <CommentComposer
            label={t("edit")}
            start={comment.body}
            people={people}
            sendLabel={t("save")}
            isFocused
            isPending={writes.isPending}
            onCancel={() => setIsEditing(false)}
            onSend={async (body) => {
              const mentions = mentionedIn(body, people);
              const changed = { id: comment.id, body, mentions };
              const isDone = await isTaken(writes, { kind: "rewrite", comment: changed });
              if (isDone) setIsEditing(false);
              return isDone;
            }}
          />
        ) : (
          <CommentBody comment={comment} />
        )}
      </div>
    </div>
  );
}

export async function isTaken(
  writes: Writes,
  write: Parameters<Writes["mutateAsync"]>[0],
): Promise<boolean> {
  return writes.mutateAsync(write).then(
    () => true,
    () => false,
  );
}

/** What it is about: the label of an annotation, a place, or the item. */
export function AnchorName({ anchor }: { anchor: Anchor }) {
  const t = useTranslations("talk");
  const lookOf = useLabelLook();
  const annotations = useAnnotations();
  if (anchor.annotationId !== null) {
    const annotation = annotations.get(anchor.annotationId);
    const look = annotation && lookOf(annotation.labelId);
    return (
      <span className="flex min-w-0 items-center gap-1">
        <Tag aria-hidden="true" className="size-3.5 shrink-0" style={{ color: look?.color }} />
        <span className="truncate">{look?.name ?? t("goneAnnotation")}</span>
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1">
      {anchor.point ? <MapPin aria-hidden="true" className="size-3.5" /> : null}
      {anchor.point ? t("place") : t("whole")}
    </span>
  );
}

export function PinNumber({ children }: { children: ReactNode }) {
  return (
    <span
      data-numeric
      style={{ borderBottomLeftRadius: 0 }}
      className="grid size-5 shrink-0 place-items-center rounded-full bg-primary font-semibold text-[11px] text-primary-foreground"
    >
      {children}
    </span>
  );
}
