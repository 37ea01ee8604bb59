"use client";

import { RotateCcw } from "lucide-react";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { IconButton } from "@/components/ui/icon-button";
import { notAfter } from "@/components/ui/not-after";
import type { HistoryEntry } from "@/lib/api/items";
import { useLabelLook } from "./use-label-look";

const TICK_MS = 30_000;
const MAX_LABELS = 3;

/** One operation: who, what, when; and the way back to how the item was right after it. */
export function HistoryItem({
  entry,
  isCurrent,
  onRestore,
}: {
  entry: HistoryEntry;
  isCurrent: boolean;
  onRestore?: { isPossible: boolean; run: () => void } | undefined;
}) {
  const t = useTranslations("editor.history");
  const format = useFormatter();
  const now = useNow({ updateInterval: TICK_MS });
  const lookOf = useLabelLook();
  const author = entry.author?.name ?? t("nobody");
  const labels = entry.labelIds.slice(0, MAX_LABELS).map((id) => lookOf(id).name);
  const at = new Date(entry.createdAt);
  return (
    <li className="group flex items-start gap-2 rounded-md px-1.5 py-2 hover:bg-accent">
      <Avatar name={author} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium">{author}</span>
          <time
            dateTime={at.toISOString()}
            title={format.dateTime(at, { dateStyle: "medium", timeStyle: "medium" })}
            className="ml-auto shrink-0 text-muted-foreground text-xs"
          >
            {format.relativeTime(notAfter(at, now), now)}
          </time>
        </p>
        <p className="text-pretty text-xs">{useEntryText(entry)}</p>
        {entry.note === null ? null : (
          <p className="text-pretty text-xs">{t("note", { note: entry.note })}</p>
        )}
        {labels.length === 0 ? null : (
          <p className="truncate text-muted-foreground text-xs">
            {format.list(labels, { type: "unit" })}
            {entry.labelIds.length > labels.length
              ? ` +${entry.labelIds.length - labels.length}`
              : ""}
          </p>
        )}
        {isCurrent ? <p className="text-muted-foreground text-xs">{t("current")}</p> : null}
      </div>
      {onRestore ? (
        <IconButton
          label={t("restore")}
          size="icon-sm"
          icon={<RotateCcw />}
          disabled={!onRestore.isPossible}
          onClick={onRestore.run}
          className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
        />
      ) : null}
    </li>
  );
}

function useEntryText(entry: HistoryEntry): string {
  const t = useTranslations("editor.history");
  const { cause, created, changed, deleted, state, model, title, isApart } = entry;
  const suggester = model?.name ?? title;
  if (suggester !== null && (cause === "model" || cause === "import")) {
    return t("suggested", { model: suggester, count: created + changed });
  }
  if (suggester !== null && cause === "edit") {
    return created > 0
      ? t("unrejected", { model: suggester, count: created })
      : t("rejected", { model: suggester, count: deleted });
  }
  const did = [
    ...(created > 0 ? [t("created", { count: created })] : []),
    ...(changed > 0 ? [t("changed", { count: changed })] : []),
    ...(deleted > 0 ? [t("deleted", { count: deleted })] : []),
    ...(state === null ? [] : [t(`state.${state}`)]),
  ];
  const what = did.length === 0 ? t("nothing") : did.join(", ");
  if (isApart) return t("apart", { what });
  return cause === "edit" ? what : t(`cause.${cause}`, { what });
}
