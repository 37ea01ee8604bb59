"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import type { ItemFilter } from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";
import { type FilterLabel, LabelDot } from "./filter-bar";
import { ShapeChips } from "./shape-chips";
import { StateIcon } from "./state-badge";
import { hasConditions, withoutConditions } from "./view-state";
import { WorkChips } from "./work-chips";

/** Every condition in force, each with a cross; nothing when there is none. */
export function FilterChips({
  projectId,
  mediaKind,
  filter,
  labels,
  onReplace,
}: {
  projectId: string;
  mediaKind: MediaKind;
  filter: ItemFilter;
  labels: readonly FilterLabel[];
  onReplace(filter: ItemFilter): void;
}) {
  const t = useTranslations("items");
  if (!hasConditions(filter)) return null;
  const without = <V extends string>(all: readonly V[], value: V): V[] | undefined => {
    const rest = all.filter((candidate) => candidate !== value);
    return rest.length === 0 ? undefined : rest;
  };
  const { minCount, maxCount, name, text } = filter;
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-b bg-card px-4 py-1.5">
      {name === undefined ? null : (
        <Chip
          name={t("chip.name", { name })}
          onRemove={() => onReplace({ ...filter, name: undefined })}
        />
      )}
      {text === undefined ? null : (
        <Chip
          name={t("chip.text", { text })}
          onRemove={() => onReplace({ ...filter, text: undefined })}
        />
      )}
      {filter.state?.map((state) => (
        <Chip
          key={state}
          name={t(`state.${state}`)}
          icon={
            <span className="[&_svg]:size-3.5">
              <StateIcon state={state} />
            </span>
          }
          onRemove={() => onReplace({ ...filter, state: without(filter.state ?? [], state) })}
        />
      ))}
      {filter.label?.map((id) => {
        const label = labels.find((candidate) => candidate.id === id);
        return (
          <Chip
            key={id}
            name={label?.name ?? t("chip.unknownLabel")}
            icon={label ? <LabelDot color={label.color} /> : null}
            onRemove={() => onReplace({ ...filter, label: without(filter.label ?? [], id) })}
          />
        );
      })}
      {filter.split?.map((split) => (
        <Chip
          key={split}
          name={t("chip.split", { split: t(`split.${split}`) })}
          onRemove={() => onReplace({ ...filter, split: without(filter.split ?? [], split) })}
        />
      ))}
      {minCount === undefined ? null : (
        <Chip
          name={t("chip.min", { kind: mediaKind, count: minCount })}
          onRemove={() => onReplace({ ...filter, minCount: undefined })}
        />
      )}
      {maxCount === undefined ? null : (
        <Chip
          name={t("chip.max", { kind: mediaKind, count: maxCount })}
          onRemove={() => onReplace({ ...filter, maxCount: undefined })}
        />
      )}
      {filter.audit === undefined ? null : (
        <Chip name={t("chip.audit")} onRemove={() => onReplace({ ...filter, audit: undefined })} />
      )}
      <ShapeChips {...{ mediaKind, filter, onReplace }} />
      <WorkChips projectId={projectId} filter={filter} onReplace={onReplace} />
      <Button variant="ghost" size="sm" onClick={() => onReplace(withoutConditions(filter))}>
        {t("clearFilter")}
      </Button>
    </div>
  );
}
