// A virtual grid cannot be a <table>: its rows stand apart. So the roles are given by hand, and keys
// and focus are those of the whole grid, which names its active cell (aria-activedescendant).
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: see above
// biome-ignore-all lint/a11y/useKeyWithClickEvents: see above
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: see above

"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { ItemSummary } from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";
import {
  CARD_CAPTION_PX,
  type CellProps,
  ItemCard,
  ItemRow,
  ROW_PX,
  tableColumns,
} from "./item-cells";
import { ITEM_LOOKS } from "./looks/item-looks";
import type { Range } from "./use-items";
import type { Layout, Size } from "./view-state";

const GAP_PX = 12;
const PADDING_PX = 16;
const BULK_BAR_PX = 72;

export type Move = { to: number; isExtending: boolean };

/** All items of a view, of which only those in sight are in the page. */
export function ItemList(props: {
  mediaKind: MediaKind;
  layout: Layout;
  size: Size;
  total: number;
  active: number;
  itemAt(index: number): ItemSummary | undefined;
  cellProps(index: number): Omit<CellProps, "mediaKind" | "domId" | "item" | "place" | "isActive">;
  /** The number of items is known: before that it cannot be scrolled. */
  isReady: boolean;
  /** Where it is scrolled to at first. */
  startTopPx: number | null;
  /** Takes the focus at once, so that the keys go on where they left off. */
  isFocusedFirst: boolean;
  onScroll(scrollTop: number): void;
  onRange(range: Range): void;
  onMove(move: Move): void;
}) {
  const t = useTranslations("items");
  const { mediaKind, layout, total, active, onRange, isReady, startTopPx, isFocusedFirst } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const widthPx = useWidth(scroller);
  const shape = shapeOf({ mediaKind, layout, size: props.size, widthPx });
  const lines = Math.ceil(total / shape.columns);
  const virtualizer = useVirtualizer({
    count: widthPx === 0 ? 0 : lines,
    getScrollElement: () => scroller.current,
    estimateSize: () => shape.linePx,
    overscan: layout === "grid" ? 2 : 8,
    paddingStart: layout === "grid" ? PADDING_PX : 0,
    paddingEnd: BULK_BAR_PX,
    scrollPaddingStart: layout === "grid" ? PADDING_PX : ROW_PX,
    scrollPaddingEnd: BULK_BAR_PX,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new shape means new sizes
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, shape.linePx, shape.columns]);

  const isLaidOut = isReady && widthPx > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what holds when it is first laid out
  useLayoutEffect(() => {
    if (!isLaidOut || !scroller.current) return;
    if (startTopPx !== null) scroller.current.scrollTop = startTopPx;
    if (isFocusedFirst) scroller.current.focus({ preventScroll: true });
  }, [isLaidOut]);

  const shown = virtualizer.getVirtualItems();
  const first = (shown[0]?.index ?? 0) * shape.columns;
  const last = Math.max(
    first,
    Math.min(total, ((shown.at(-1)?.index ?? 0) + 1) * shape.columns) - 1,
  );
  useEffect(() => onRange({ first, last }), [onRange, first, last]);
  const activeLine = Math.floor(active / shape.columns);
  useEffect(() => {
    if (active >= 0) virtualizer.scrollToIndex(activeLine, { align: "auto" });
  }, [virtualizer, active, activeLine]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current.clientHeight - ROW_PX) / shape.linePx));
    const step = stepOf(event.key, { columns: shape.columns, page, active, total });
    if (step === null) return;
    event.preventDefault();
    const to = Math.min(total - 1, Math.max(0, step));
    props.onMove({ to, isExtending: event.shiftKey });
  };
  const cell = (index: number) => {
    const common: CellProps = {
      ...props.cellProps(index),
      mediaKind,
      item: props.itemAt(index),
      domId: `item-${index}`,
      place: index + 1,
      isActive: hasFocus && index === active,
    };
    return layout === "grid" ? <ItemCard {...common} /> : <ItemRow {...common} />;
  };
  const isGrid = layout === "grid";
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={t("title")}
      aria-multiselectable="true"
      aria-rowcount={isGrid ? lines : total + 1}
      aria-activedescendant={active >= first && active <= last ? `item-${active}` : undefined}
      onFocus={(event) => setHasFocus(event.target === scroller.current)}
      onBlur={() => setHasFocus(false)}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto outline-none [scrollbar-gutter:stable]"
    >
      {isGrid ? null : <TableHead mediaKind={mediaKind} />}
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map((line) => (
          <div
            key={line.key}
            role={isGrid ? "row" : "presentation"}
            {...(isGrid ? { "aria-rowindex": line.index + 1 } : {})}
            className={cn("absolute inset-x-0 top-0", isGrid && "grid")}
            style={{
              transform: `translateY(${line.start}px)`,
              height: shape.linePx - shape.gapPx,
              ...(isGrid
                ? {
                    gap: GAP_PX,
                    paddingInline: PADDING_PX,
                    gridTemplateColumns: `repeat(${shape.columns}, minmax(0, 1fr))`,
                  }
                : {}),
            }}
          >
            {Array.from(
              { length: shape.columns },
              (_, column) => line.index * shape.columns + column,
            )
              .filter((index) => index < total)
              .map((index) => (
                <div key={index} role="presentation" className="h-full min-w-0">
                  {cell(index)}
                </div>
              ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function shapeOf({
  mediaKind,
  layout,
  size,
  widthPx,
}: {
  mediaKind: MediaKind;
  layout: Layout;
  size: Size;
  widthPx: number;
}) {
  const { ratio, minWidthPx } = ITEM_LOOKS[mediaKind].card;
  if (layout === "table") return { columns: 1, linePx: ROW_PX, gapPx: 0 };
  const room = Math.max(0, widthPx - 2 * PADDING_PX);
  const columns = Math.max(1, Math.floor((room + GAP_PX) / (minWidthPx[size] + GAP_PX)));
  const cardPx = (room - (columns - 1) * GAP_PX) / columns;
  return {
    columns,
    linePx: Math.round(cardPx * ratio) + CARD_CAPTION_PX + GAP_PX,
    gapPx: GAP_PX,
  };
}

/** Where a key leads, or null when it leads nowhere. */
function stepOf(
  key: string,
  at: { columns: number; page: number; active: number; total: number },
): number | null {
  switch (key) {
    case "ArrowLeft":
      return at.active - 1;
    case "ArrowRight":
      return at.active + 1;
    case "ArrowUp":
      return at.active < at.columns ? at.active : at.active - at.columns;
    case "ArrowDown":
      return at.active < 0 ? 0 : at.active + at.columns;
    case "PageUp":
      return at.active - at.page * at.columns;
    case "PageDown":
      return at.active + at.page * at.columns;
    case "Home":
      return 0;
    case "End":
      return at.total - 1;
    default:
      return null;
  }
}

function TableHead({ mediaKind }: { mediaKind: MediaKind }) {
  const t = useTranslations("items");
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={cn(
        tableColumns(mediaKind),
        "sticky top-0 z-1 h-8 border-b bg-card font-medium text-muted-foreground text-xs",
      )}
    >
      <span />
      <span />
      <span role="columnheader">{t("column.name")}</span>
      <span role="columnheader">{t("column.state")}</span>
      <span role="columnheader">{t("column.split")}</span>
      <span role="columnheader" className="text-right">
        {t("column.annotations", { kind: mediaKind })}
      </span>
      <span role="columnheader" className="text-right">
        {t("column.measure", { kind: mediaKind })}
      </span>
      <span role="columnheader" className="text-right">
        {t("column.updated")}
      </span>
    </div>
  );
}

function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    setWidthPx(element.clientWidth);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return widthPx;
}
