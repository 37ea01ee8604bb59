"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import type { ProblemView } from "./upload-entry";

const ROW_PX = 52;

/** Only the rows on screen exist: a folder of the wrong kind makes thousands. */
export function ProblemList({ problems }: { problems: readonly ProblemView[] }) {
  const t = useTranslations("upload");
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: problems.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t("problemsTitle", { count: problems.length })}
      className="min-h-0 overflow-y-auto rounded-md border"
    >
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const entry = problems[index];
          if (entry === undefined) return null;
          return (
            <li
              key={entry.id}
              aria-setsize={problems.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 flex flex-col justify-center border-b px-3 last:border-b-0"
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
            >
              <MiddleTruncate text={entry.path} className="text-sm" />
              <span
                className="truncate text-danger-foreground text-xs"
                title={entry.problem.detail ?? undefined}
              >
                {t(`reasons.${entry.problem.reason}`)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
