"use client";

import { useFormatter, useTranslations } from "use-intl";
import { clockTime } from "./clock-time";
import type { MeasureProps } from "./item-look";

const UNKNOWN = "–";

export function ImageMeasure({ item }: MeasureProps) {
  return item.width === null ? UNKNOWN : `${item.width} × ${item.height}`;
}

/** Characters, and lines once they are known. */
export function TextMeasure({ item, preview }: MeasureProps) {
  const t = useTranslations("items");
  const format = useFormatter();
  if (item.length === null) return UNKNOWN;
  const lines = preview?.lines;
  return (
    <>
      {t("measure.characters", { count: item.length, shown: format.number(item.length) })}
      {lines === undefined ? null : (
        <span className="block text-subtle-foreground text-xs leading-4">
          {t("measure.lines", { count: lines, shown: format.number(lines) })}
        </span>
      )}
    </>
  );
}

export function AudioMeasure({ item }: MeasureProps) {
  return item.length === null ? UNKNOWN : clockTime(item.length);
}
