"use client";

import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { notAfter } from "@/components/ui/not-after";
import type { Notification } from "@/lib/api/talk";

const TICK_MS = 30_000;

/**
 * Who did what where; leads there. `isWhole`: by loading the page; an editor that is open goes from item to item by
 * itself and not by links.
 */
export function NotificationRow({
  notification,
  isWhole = false,
  onOpen,
}: {
  notification: Notification;
  isWhole?: boolean;
  onOpen(): void;
}) {
  const t = useTranslations("talk");
  const format = useFormatter();
  const now = useNow({ updateInterval: TICK_MS });
  const { actor, kind, project, item, data, readAt, createdAt } = notification;
  const name = actor?.name ?? t("nobody");
  const at = new Date(createdAt);
  const isUnread = readAt === null;
  const props = { href: addressOf(notification), onClick: onOpen };
  const To = isWhole ? "a" : Link;
  return (
    <To
      {...props}
      {...(isWhole ? {} : { prefetch: false })}
      className="flex items-start gap-2 rounded-md px-2 py-2 hover:bg-accent focus-visible:bg-accent"
    >
      <Avatar name={name} aria-hidden="true" className="mt-0.5" />
      <span className="min-w-0 flex-1">
        <span className={cn("block text-pretty", isUnread && "font-medium")}>
          {t(`news.${kind}`, { name, count: data.count ?? 1 })}
        </span>
        {data.excerpt ? (
          <span className="line-clamp-2 block break-words text-muted-foreground">
            {data.excerpt}
          </span>
        ) : null}
        {data.reasons && data.reasons.length > 0 ? (
          <span className="block truncate text-muted-foreground">
            {format.list(data.reasons, { type: "unit" })}
          </span>
        ) : null}
        <span className="flex gap-1 text-muted-foreground text-xs">
          <span className="min-w-0 truncate">
            {project.name}
            {item ? ` / ${item.name}` : ""}
          </span>
          <span aria-hidden="true">·</span>
          <time
            className="shrink-0"
            dateTime={at.toISOString()}
            title={format.dateTime(at, { dateStyle: "medium", timeStyle: "short" })}
          >
            {format.relativeTime(notAfter(at, now), now)}
          </time>
        </span>
      </span>
      {isUnread ? (
        <span role="img" aria-label={t("unread")} className="mt-2 size-2 rounded-full bg-primary" />
      ) : null}
    </To>
  );
}

function addressOf({ project, item, threadId }: Notification): string {
  if (!item) return `/projects/${project.id}`;
  const path = `/projects/${project.id}/items/${item.id}`;
  return threadId === null ? path : `${path}?thread=${threadId}`;
}
