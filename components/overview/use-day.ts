"use client";

import { useMemo } from "react";
import { useFormatter } from "use-intl";
import { DAY_MS } from "./links";

/** Days are counted in UTC and named in the reader's language. */
export function useDay(): { short(day: number): string; long(day: number): string } {
  const format = useFormatter();
  return useMemo(() => {
    const name = (day: number, year: { year?: "numeric" }) =>
      format.dateTime(new Date(day * DAY_MS), {
        ...{ day: "numeric", month: "short", timeZone: "UTC" },
        ...year,
      });
    return { short: (day) => name(day, {}), long: (day) => name(day, { year: "numeric" }) };
  }, [format]);
}
