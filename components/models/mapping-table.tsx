"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import { SearchInput } from "@/components/ui/search-input";
import type { LabelView } from "@/lib/api/labels";
import { type ClassTarget, type ModelClass, proposedTargets } from "./mapping";

const ROW_PX = 40;
const MAX_HEIGHT_PX = 420;
/** So many are seen at a glance. */
const SEARCH_FROM = 12;

type Props = {
  classes: readonly ModelClass[];
  targets: readonly ClassTarget[];
  /** That can stand for what the model makes. */
  labels: readonly LabelView[];
  onChange(targets: ClassTarget[]): void;
};

/** Each class of a model and what becomes of it. Only the rows in sight are in the page. */
export function MappingTable({ classes, targets, labels, onChange }: Props) {
  const t = useTranslations("models.mapping");
  const format = useFormatter();
  const [search, setSearch] = useState("");
  const scroller = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return classes.flatMap(({ name, classIndex }, index) =>
      name.toLowerCase().includes(wanted) ? [{ name, classIndex, index }] : [],
    );
  }, [classes, search]);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const used = targets.filter(({ kind }) => kind !== "ignore").length;
  const setAll = (change: (target: ClassTarget, index: number) => ClassTarget) =>
    onChange(targets.map(change));
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {classes.length >= SEARCH_FROM ? (
          <SearchInput
            label={t("search")}
            value={search}
            onValueChange={setSearch}
            className="w-56"
          />
        ) : null}
        <Button size="sm" onClick={() => onChange(proposedTargets(classes, labels))}>
          {t("byName")}
        </Button>
        <Button
          size="sm"
          onClick={() =>
            setAll((target) => (target.kind === "ignore" ? { kind: "create" } : target))
          }
        >
          {t("createMissing")}
        </Button>
        <Button size="sm" onClick={() => setAll(() => ({ kind: "ignore" }))}>
          {t("ignoreAll")}
        </Button>
        <span className="ml-auto text-muted-foreground text-xs" data-numeric aria-live="polite">
          {t("used", { used: format.number(used), count: classes.length })}
        </span>
      </div>
      <div
        ref={scroller}
        className="overflow-y-auto rounded-md border"
        style={{ maxHeight: MAX_HEIGHT_PX }}
      >
        <ul
          aria-label={t("title")}
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((row) => {
            const entry = shown[row.index];
            const target = entry && targets[entry.index];
            if (!entry || !target) return null;
            return (
              <li
                key={entry.index}
                className="absolute inset-x-0 flex items-center gap-3 border-b px-3"
                style={{ height: ROW_PX, transform: `translateY(${row.start}px)` }}
              >
                <span className="w-9 text-right text-muted-foreground text-xs" data-numeric>
                  {format.number(entry.classIndex)}
                </span>
                <span
                  className={cn(
                    "min-w-0 flex-1 truncate text-sm",
                    target.kind === "ignore" && "text-muted-foreground",
                  )}
                  title={entry.name}
                >
                  {entry.name}
                </span>
                <TargetSelect
                  name={entry.name}
                  {...{ target, labels }}
                  onChange={(next) =>
                    setAll((before, index) => (index === entry.index ? next : before))
                  }
                />
              </li>
            );
          })}
        </ul>
        {shown.length === 0 ? (
          <p className="px-3 py-6 text-center text-muted-foreground">{t("noMatch")}</p>
        ) : null}
      </div>
    </div>
  );
}

function TargetSelect(props: {
  name: string;
  target: ClassTarget;
  labels: readonly LabelView[];
  onChange(target: ClassTarget): void;
}) {
  const { name, target, labels, onChange } = props;
  const t = useTranslations("models.mapping");
  const color =
    target.kind === "label" ? labels.find(({ id }) => id === target.labelId)?.color : undefined;
  return (
    <span className="flex w-56 items-center gap-2">
      <span
        aria-hidden="true"
        className="size-2.5 shrink-0 rounded-full border"
        style={{ backgroundColor: color ?? "transparent" }}
      />
      <select
        aria-label={t("label", { name })}
        className={cn(controlClasses, "h-7 py-0 text-xs")}
        value={target.kind === "label" ? `label:${target.labelId}` : target.kind}
        onChange={({ target: { value } }) =>
          onChange(
            value === "create" || value === "ignore"
              ? { kind: value }
              : { kind: "label", labelId: value.slice("label:".length) },
          )
        }
      >
        <option value="ignore">{t("ignore")}</option>
        <option value="create">{t("create", { name })}</option>
        {labels.map((label) => (
          <option key={label.id} value={`label:${label.id}`}>
            {label.name}
          </option>
        ))}
      </select>
    </span>
  );
}
