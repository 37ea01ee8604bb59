"use client";

import { useMemo } from "react";
import { useFormatter } from "use-intl";
import { formatDuration } from "@/components/ui/duration";
import type { RateName } from "@/lib/api/statistics";

/** Each rate as it is written; a dash where there is none. */
export function useRates(): Record<RateName, (value: number | null) => string> {
  const format = useFormatter();
  return useMemo(() => {
    const orDash = (write: (value: number) => string) => (value: number | null) =>
      value === null ? "–" : write(value);
    const perHour = orDash((value) =>
      format.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 }),
    );
    return {
      itemsPerHour: perHour,
      annotationsPerHour: perHour,
      activeHours: orDash((value) => formatDuration(value * 3_600, format)),
      firstPass: orDash((value) => format.number(value, { style: "percent" })),
      gold: orDash((value) => format.number(value, { style: "percent" })),
    };
  }, [format]);
}
