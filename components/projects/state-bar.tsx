"use client";

import { useFormatter, useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { ItemState } from "@/lib/annotation/item-state";

/** From done to untouched, so that the bar fills from the left. */
const ORDER: readonly ItemState[] = [
  "accepted",
  "submitted",
  "skipped",
  "rejected",
  "in_progress",
  "new",
];

const FILLS: Record<ItemState, string> = {
  new: "bg-state-new-solid/40",
  in_progress: "bg-state-in-progress-solid",
  submitted: "bg-state-submitted-solid",
  accepted: "bg-state-accepted-solid",
  rejected: "bg-state-rejected-solid",
  skipped: "bg-state-skipped-solid",
};

/** How many items are in each state: a bar in shares, and under it the same in words. */
export function StateBar({ counts }: { counts: Readonly<Record<ItemState, number>> }) {
  const t = useTranslations("items");
  const format = useFormatter();
  const shown = ORDER.filter((state) => counts[state] > 0);
  return (
    <div className="grid gap-1.5">
      <div
        aria-hidden="true"
        className="flex h-1.5 gap-px overflow-hidden rounded-full bg-secondary"
      >
        {shown.map((state) => (
          <span
            key={state}
            className={cn("min-w-1", FILLS[state])}
            style={{ flexGrow: counts[state] }}
          />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-muted-foreground text-xs">
        {shown.map((state) => (
          <li key={state} data-numeric className="flex items-center gap-1.5">
            <span aria-hidden="true" className={cn("size-2 rounded-full", FILLS[state])} />
            {t(`stateCount.${state}`, {
              count: counts[state],
              shown: format.number(counts[state]),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
