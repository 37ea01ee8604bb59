"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import type { StateCounts } from "@/lib/api/statistics";
import { itemsHref } from "./links";
import { STATE_COLORS } from "./state-colors";

/** How many items are in each state, as a bar and in words; each leads to its items. */
export function StateLinks({ projectId, counts }: { projectId: string; counts: StateCounts }) {
  const t = useTranslations("items");
  const format = useFormatter();
  const states = [...ITEM_STATES].reverse().filter((state) => counts[state] > 0);
  return (
    <div className="grid gap-2">
      <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-full">
        {states.map((state) => (
          <span
            key={state}
            className="min-w-1"
            style={{ flexGrow: counts[state], backgroundColor: STATE_COLORS[state] }}
          />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {states.map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className="size-2.5 rounded-full"
              style={{ backgroundColor: STATE_COLORS[state] }}
            />
            <Link
              href={itemsHref(projectId, { state })}
              className="underline-offset-4 hover:underline"
              data-numeric
            >
              {t(`stateCount.${state}`, {
                count: counts[state],
                shown: format.number(counts[state]),
              })}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
