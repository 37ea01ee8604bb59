"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Chip } from "@/components/ui/chip";
import type { ItemFilter } from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";

const RANGES = [
  { name: "size", min: "minSize", max: "maxSize" },
  { name: "aspect", min: "minAspect", max: "maxAspect" },
  { name: "span", min: "minSpan", max: "maxSpan" },
  { name: "length", min: "minLength", max: "maxLength" },
] as const;

/** Conditions that charts lead to: how large, how long and where annotations are, and why an item was rejected. */
export function ShapeChips({
  mediaKind,
  filter,
  onReplace,
}: {
  mediaKind: MediaKind;
  filter: ItemFilter;
  onReplace(filter: ItemFilter): void;
}) {
  const t = useTranslations("items.chip");
  const format = useFormatter();
  const number = (value: number) => format.number(value, { maximumFractionDigits: 2 });
  return (
    <>
      {RANGES.map(({ name, min, max }) => {
        const [from, to] = [filter[min], filter[max]];
        if (from === undefined && to === undefined) return null;
        const range =
          to === undefined
            ? t("range.from", { from: number(from ?? 0) })
            : from === undefined || from === 0
              ? t("range.below", { to: number(to) })
              : t("range.both", { from: number(from), to: number(to) });
        return (
          <Chip
            key={name}
            name={t(`shape.${name}`, { kind: mediaKind, range })}
            onRemove={() => onReplace({ ...filter, [min]: undefined, [max]: undefined })}
          />
        );
      })}
      {filter.at === undefined ? null : (
        <Chip name={t("at")} onRemove={() => onReplace({ ...filter, at: undefined })} />
      )}
      {filter.labels === undefined || (filter.label?.length ?? 0) < 2 ? null : (
        <Chip name={t("allLabels")} onRemove={() => onReplace({ ...filter, labels: undefined })} />
      )}
      {filter.reason === undefined ? null : (
        <Chip
          name={t("reason", { reason: filter.reason })}
          onRemove={() => onReplace({ ...filter, reason: undefined })}
        />
      )}
    </>
  );
}
