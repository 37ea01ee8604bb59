// A virtual grid cannot be a <table>: its rows stand apart. So the roles are given by hand, and keys
// and focus are those of the whole grid, which names its active cell (aria-activedescendant).
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: see above
// biome-ignore-all lint/a11y/useKeyWithClickEvents: see above
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: see above

"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import type { MouseEvent } from "react";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { notAfter } from "@/components/ui/not-after";
import { Skeleton } from "@/components/ui/skeleton";
import type { ItemSummary } from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";
import type { ItemPreview } from "./looks/item-look";
import { ITEM_LOOKS } from "./looks/item-looks";
import { PeopleHere } from "./people-here";
import { StateBadge } from "./state-badge";

export type CellProps = {
  mediaKind: MediaKind;
  item: ItemSummary | undefined;
  preview: ItemPreview | undefined;
  /** Names of those who have it open. */
  people: readonly string[];
  colors: ReadonlyMap<string, string>;
  href: string;
  domId: string;
  isSelected: boolean;
  isActive: boolean;
  /** Index of the item from 1, for screen readers. */
  place: number;
  onPress(event: MouseEvent): void;
  onOpen(): void;
  onToggle(): void;
};

export const CARD_CAPTION_PX = 56;
export const ROW_PX = 44;

/** The columns of head and rows alike. */
export function tableColumns(mediaKind: MediaKind): string {
  return cn("grid items-center gap-3 px-4", ITEM_LOOKS[mediaKind].row.columns);
}

export function ItemCard(props: CellProps) {
  const { mediaKind, item, preview, colors, isSelected, isActive, onPress, onOpen } = props;
  const t = useTranslations("items");
  const { Picture } = ITEM_LOOKS[mediaKind];
  if (!item) {
    return (
      <div
        role="gridcell"
        id={props.domId}
        className="flex h-full flex-col rounded-lg bg-card shadow-sm"
      >
        <Skeleton className="flex-1 rounded-b-none" />
        <div className="flex flex-col gap-2 p-2" style={{ height: CARD_CAPTION_PX }}>
          <Skeleton className="h-3.5 w-3/4" />
          <Skeleton className="h-3.5 w-1/3" />
        </div>
      </div>
    );
  }
  return (
    <div
      role="gridcell"
      id={props.domId}
      aria-selected={isSelected}
      data-place={props.place}
      onClick={onPress}
      onDoubleClick={onOpen}
      className={cn(
        "group relative flex h-full select-none flex-col overflow-hidden rounded-lg bg-card shadow-sm",
        // Drawn over the picture, which would hide an outline of the card itself.
        isSelected &&
          "bg-primary-soft after:pointer-events-none after:absolute after:inset-0 after:rounded-lg after:border-2 after:border-primary",
        isActive && "ring-2 ring-ring ring-offset-2 ring-offset-background",
      )}
    >
      <Picture item={item} preview={preview} colors={colors} className="min-h-0 flex-1" />
      <SelectMark {...props} item={item} className="absolute top-1.5 left-1.5" />
      <PeopleHere names={props.people} className="absolute top-1.5 right-1.5" />
      <div className="flex flex-col justify-center gap-1 px-2" style={{ height: CARD_CAPTION_PX }}>
        <NameLink name={item.name} href={props.href} />
        <div className="flex items-center justify-between gap-2">
          <StateBadge state={item.state} />
          <span className="truncate text-muted-foreground text-xs" data-numeric>
            {t("annotations", { kind: mediaKind, count: item.annotationCount })}
          </span>
        </div>
      </div>
    </div>
  );
}

export function ItemRow(props: CellProps) {
  const { mediaKind, item, preview, colors, isSelected, isActive, onPress, onOpen } = props;
  const { Picture, Measure, row } = ITEM_LOOKS[mediaKind];
  const columns = tableColumns(mediaKind);
  const t = useTranslations("items");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  if (!item) {
    return (
      <div role="row" id={props.domId} className={cn(columns, "h-full border-b")}>
        <span />
        <Skeleton className="h-9" />
        <Skeleton className="h-3.5 w-1/2" />
        <Skeleton className="h-5 w-20" />
      </div>
    );
  }
  return (
    <div
      role="row"
      id={props.domId}
      aria-selected={isSelected}
      aria-rowindex={props.place + 1}
      onClick={onPress}
      onDoubleClick={onOpen}
      className={cn(
        columns,
        "group h-full select-none border-b hover:bg-accent",
        isSelected && "bg-primary-soft hover:bg-primary-soft",
        isActive && "outline-2 outline-ring -outline-offset-2",
      )}
    >
      <span role="gridcell">
        <SelectMark {...props} item={item} />
      </span>
      <span role="gridcell">
        <Picture
          {...{ item, preview, colors }}
          isRow
          className={cn("h-9 rounded-sm", row.picture)}
        />
      </span>
      <span role="gridcell" className="flex min-w-0 items-center gap-2">
        <NameLink name={item.name} href={props.href} />
        <PeopleHere names={props.people} />
      </span>
      <span role="gridcell" className="flex">
        <StateBadge state={item.state} />
      </span>
      <span role="gridcell" className="text-muted-foreground">
        {item.split === null ? "–" : t(`split.${item.split}`)}
      </span>
      <span role="gridcell" className="text-right" data-numeric>
        {format.number(item.annotationCount)}
      </span>
      <span role="gridcell" className="text-right text-muted-foreground" data-numeric>
        <Measure item={item} preview={preview} />
      </span>
      <span role="gridcell" className="truncate text-right text-muted-foreground">
        {format.relativeTime(notAfter(item.updatedAt, now), now)}
      </span>
    </div>
  );
}

/** Outside the tab order: the grid is one stop, and Enter opens its active item. */
function NameLink({ name, href }: { name: string; href: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
      className="min-w-0 max-w-full font-medium hover:underline"
    >
      <MiddleTruncate text={name} />
    </Link>
  );
}

function SelectMark({
  item,
  isSelected,
  onToggle,
  className,
}: CellProps & { item: ItemSummary; className?: string }) {
  const t = useTranslations("items");
  return (
    <button
      type="button"
      role="checkbox"
      tabIndex={-1}
      aria-checked={isSelected}
      aria-label={t("select", { name: item.name })}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
      onDoubleClick={(event) => event.stopPropagation()}
      className={cn(
        "flex size-5 items-center justify-center rounded-sm border border-input bg-card text-primary-foreground opacity-0 shadow-sm group-hover:opacity-100",
        isSelected && "border-primary bg-primary opacity-100",
        className,
      )}
    >
      {isSelected ? <Check aria-hidden="true" className="size-3.5" strokeWidth={3} /> : null}
    </button>
  );
}
