"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { GitCompareArrows, MessageSquare, Users } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { keepFocus } from "@/components/editor/keep-focus";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { notAfter } from "@/components/ui/not-after";
import { Skeleton } from "@/components/ui/skeleton";
import type { ReviewQueueItem } from "@/lib/api/review";
import type { Queue } from "./use-review-queue";

const ROW_PX = 56;
/** So near the end of the list the next page is asked for. */
const MORE_AT_ROWS = 10;
const CURRENT = { boxShadow: "inset 3px 0 0 var(--primary)" } as const;
const MINUTE_MS = 60_000;

/** What waits, in its order; the one that is open stands out. */
export function ReviewQueue({
  queue,
  itemId,
  onOpen,
}: {
  queue: Queue;
  itemId: string | null;
  onOpen(itemId: string): void;
}) {
  const t = useTranslations("review");
  const scroller = useRef<HTMLDivElement>(null);
  const { items } = queue;
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const lastRow = rows.at(-1)?.index ?? 0;
  const { loadMore } = queue;
  useEffect(() => {
    if (lastRow >= items.length - MORE_AT_ROWS) loadMore();
  });
  const active = items.findIndex((item) => item.itemId === itemId);
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active, { align: "auto" });
  }, [active, virtual]);
  if (queue.isLoading) return <Waiting />;
  return (
    <nav ref={scroller} aria-label={t("queue.title")} className="min-h-0 flex-1 overflow-y-auto">
      <ol className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const item = items[index];
          return item ? (
            <li
              key={item.itemId}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
            >
              <Row item={item} isOpen={item.itemId === itemId} onOpen={onOpen} />
            </li>
          ) : null;
        })}
      </ol>
    </nav>
  );
}

function Row({
  item,
  isOpen,
  onOpen,
}: {
  item: ReviewQueueItem;
  isOpen: boolean;
  onOpen(itemId: string): void;
}) {
  const t = useTranslations("review");
  const { people, heldBy, openThreads, agreement, needs, name } = item;
  const rounds = Math.max(0, ...people.map((person) => person.rounds));
  return (
    <button
      type="button"
      aria-current={isOpen ? "true" : undefined}
      style={isOpen ? CURRENT : undefined}
      onMouseDown={keepFocus}
      onClick={() => onOpen(item.itemId)}
      className={cn(
        "grid h-full w-full content-center gap-1 border-b px-3 text-left transition-colors duration-150",
        isOpen ? "bg-primary-soft" : "hover:bg-accent",
        heldBy && !isOpen && "opacity-60",
      )}
    >
      <span className="flex min-w-0 items-center gap-2">
        <span className={cn("min-w-0 flex-1", isOpen && "font-medium")}>
          <MiddleTruncate text={name} />
        </span>
        {openThreads > 0 ? (
          <Mark label={t("queue.comments", { count: openThreads })}>
            <MessageSquare aria-hidden="true" />
            {openThreads}
          </Mark>
        ) : null}
        {needs === "adjudication" ? (
          <Mark label={t("queue.needsAdjudication")} className="text-warning-foreground">
            <GitCompareArrows aria-hidden="true" />
          </Mark>
        ) : null}
        {agreement === null ? null : <Agreement value={agreement} />}
      </span>
      <span className="flex min-w-0 items-center gap-1.5 text-muted-foreground text-xs">
        <People people={people} />
        {rounds > 0 ? (
          <span className="shrink-0">{t("queue.rounds", { count: rounds })}</span>
        ) : null}
        <span className="ml-auto shrink-0">
          {heldBy ? t("queue.heldBy", { name: heldBy.name }) : <Ago at={item.submittedAt} />}
        </span>
      </span>
    </button>
  );
}

function Mark({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      data-numeric
      title={label}
      className={cn(
        "flex shrink-0 items-center gap-0.5 text-muted-foreground text-xs [&_svg]:size-3.5",
        className,
      )}
    >
      <span className="sr-only">{label}</span>
      <span aria-hidden="true" className="contents">
        {children}
      </span>
    </span>
  );
}

function Agreement({ value }: { value: number }) {
  const t = useTranslations("review");
  const format = useFormatter();
  const shown = format.number(value, { style: "percent" });
  return (
    <span
      data-numeric
      title={t("queue.agreement", { value: shown })}
      className="shrink-0 rounded-sm bg-secondary px-1 text-muted-foreground text-xs"
    >
      <span className="sr-only">{t("queue.agreement", { value: shown })}</span>
      <span aria-hidden="true">{shown}</span>
    </span>
  );
}

function People({ people }: Pick<ReviewQueueItem, "people">) {
  const t = useTranslations("review");
  const [first, ...others] = people;
  if (!first) return <span className="truncate">{t("queue.nobody")}</span>;
  if (others.length === 0) {
    return (
      <>
        <Avatar name={first.name} size="sm" aria-hidden="true" />
        <span className="truncate">{first.name}</span>
      </>
    );
  }
  const names = people.map(({ name }) => name).join(", ");
  return (
    <>
      <Users aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate" title={names}>
        {names}
      </span>
    </>
  );
}

function Ago({ at }: { at: number | null }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: MINUTE_MS });
  if (at === null) return null;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={format.dateTime(at, { dateStyle: "medium", timeStyle: "short" })}
    >
      {format.relativeTime(notAfter(at, now), { now, style: "narrow" })}
    </time>
  );
}

function Waiting() {
  return (
    <div className="grid gap-2 p-3">
      {[1, 2, 3, 4, 5, 6].map((n) => (
        <Skeleton key={n} className="h-10" />
      ))}
    </div>
  );
}
