"use client";

import { Progress as Radix } from "radix-ui";
import { useFormatter, useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { formatDuration } from "@/components/ui/duration";

/**
 * `done` of `total`, with the time left when it is known. `total` null: how much there is
 * is not known yet.
 */
export function Progress({
  label,
  done,
  total,
  secondsLeft,
  isCountHidden = false,
  formatCount,
  className,
}: {
  label: string;
  done: number;
  total: number | null;
  secondsLeft?: number | null | undefined;
  /** Only the bar; the label stays for screen readers. */
  isCountHidden?: boolean;
  /** For counts with a unit. */
  formatCount?: (count: number) => string;
  className?: string;
}) {
  const t = useTranslations("ui");
  const format = useFormatter();
  const write = formatCount ?? ((count: number) => format.number(count));
  const percent = total === null ? null : total === 0 ? 100 : Math.min(100, (100 * done) / total);
  return (
    <div data-slot="progress" className={cn("grid gap-1.5", className)}>
      {isCountHidden ? null : (
        <div className="flex items-baseline justify-between gap-4 text-xs">
          <span className="truncate">{label}</span>
          <span data-numeric className="shrink-0 text-muted-foreground">
            {total === null
              ? done > 0
                ? write(done)
                : ""
              : t("progressCount", { done: write(done), total: write(total) })}
            {secondsLeft === undefined || secondsLeft === null
              ? ""
              : ` · ${t("timeLeft", { time: formatDuration(secondsLeft, format) })}`}
          </span>
        </div>
      )}
      <Radix.Root
        value={percent}
        aria-label={label}
        className="h-1.5 overflow-hidden rounded-full bg-secondary"
      >
        <Radix.Indicator
          className={cn(
            "h-full rounded-full bg-primary transition-[width] duration-150",
            percent === null && "w-1/3 animate-pulse",
          )}
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </Radix.Root>
    </div>
  );
}
