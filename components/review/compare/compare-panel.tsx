"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { Check, Columns2, Layers, Move, Shapes, SquareDashed, Tag, TextQuote } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { keepFocus } from "@/components/editor/keep-focus";
import { useDescription } from "@/components/editor/media/use-description";
import { useLabelLook } from "@/components/editor/use-label-look";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Cluster } from "@/lib/review/differences";
import { memberOf } from "@/lib/review/differences";
import { chosenLayers } from "@/lib/review/pick";
import { relationEnds } from "@/lib/review/relation-ends";
import type { ReviewCommandContext } from "../review-commands";
import type { LayerLook } from "./layer-look";
import type { Comparison, ShownLayer } from "./use-comparison";

const ROW_PX = 68;
const CURRENT = { boxShadow: "inset 3px 0 0 var(--primary)" } as const;
const ICONS = {
  missing: SquareDashed,
  label: Tag,
  place: Move,
  details: TextQuote,
  same: Shapes,
} as const;

/** Which layers are compared and how, and what differs, to be gone through and settled. */
export function ComparePanel({
  comparison,
  review,
  className,
}: {
  comparison: Comparison;
  review: ReviewCommandContext;
  className?: string;
}) {
  const t = useTranslations("review.compare");
  const { differences, resultId } = comparison;
  const done = differences.filter((each) => chosenLayers(each, resultId).length > 0).length;
  return (
    <section className={cn("flex min-w-0 flex-col gap-2 pt-3", className)}>
      <div className="flex items-center gap-2 px-3">
        <h3 className="min-w-0 flex-1 truncate font-medium">
          {t("differences", { count: differences.length })}
        </h3>
        <SegmentedControl
          label={t("view")}
          value={comparison.isSide ? "side" : "overlay"}
          onValueChange={(view) => comparison.set({ isSide: view === "side" })}
          segments={[
            { value: "overlay", label: t("overlay"), icon: <Layers /> },
            { value: "side", label: t("side"), icon: <Columns2 /> },
          ]}
        />
      </div>
      <LayerChips comparison={comparison} />
      {differences.length === 0 ? (
        <p className="px-3 pb-3 text-muted-foreground">{t("same")}</p>
      ) : (
        <>
          <p data-numeric className="flex items-center gap-1.5 px-3 text-muted-foreground text-xs">
            {t("settled", { done, count: differences.length })}
            <span aria-hidden="true" className="ml-auto flex gap-1">
              <Kbd shortcut="n" />
              <Kbd shortcut="shift+n" />
            </span>
          </p>
          {review.canDecide && comparison.agreed.length > 0 ? (
            <Button size="sm" className="mx-3 justify-self-start" onClick={comparison.takeAgreed}>
              {t("takeAgreed", { count: comparison.agreed.length })}
            </Button>
          ) : null}
          <Differences comparison={comparison} review={review} />
        </>
      )}
    </section>
  );
}

/** Each layer with its line; pressed, it is compared or left out. */
function LayerChips({ comparison }: { comparison: Comparison }) {
  const t = useTranslations("review.compare");
  return (
    <ul aria-label={t("layers")} className="flex flex-wrap gap-1 px-3">
      {comparison.layers.map(({ layer, look, name, isShown }) => (
        <li key={layer.layerId} className="min-w-0">
          <button
            type="button"
            aria-pressed={isShown}
            onMouseDown={keepFocus}
            onClick={() =>
              comparison.set({ shown: { ...comparison.shown, [layer.layerId]: !isShown } })
            }
            className={cn(
              "flex h-7 max-w-44 items-center gap-1.5 rounded-md border px-1.5 text-xs transition-colors duration-150 hover:bg-accent",
              isShown ? "border-border-strong bg-card" : "border-dashed text-muted-foreground",
            )}
          >
            <LayerMark look={look} />
            <span className="truncate" title={name}>
              {name}
            </span>
          </button>
        </li>
      ))}
      <li className="flex h-7 items-center gap-1.5 px-1.5 text-muted-foreground text-xs">
        <span aria-hidden="true" className="w-5 border-foreground border-t-2" />
        {t("result")}
      </li>
    </ul>
  );
}

/** The letter of a layer over its line: told apart without its colour too. */
export function LayerMark({ look }: { look: LayerLook }) {
  return (
    <span aria-hidden="true" className="flex shrink-0 items-center gap-1 font-semibold">
      <svg width="20" height="6" className="overflow-visible">
        <title>{look.letter}</title>
        <line
          x1="0"
          x2="20"
          y1="3"
          y2="3"
          stroke={look.color}
          strokeWidth="3"
          strokeDasharray={look.dash}
        />
      </svg>
      {look.letter}
    </span>
  );
}

function Differences({
  comparison,
  review,
}: {
  comparison: Comparison;
  review: ReviewCommandContext;
}) {
  const t = useTranslations("review.compare");
  const scroller = useRef<HTMLDivElement>(null);
  const { differences, current } = comparison;
  const virtual = useVirtualizer({
    count: differences.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const at = differences.findIndex(({ key }) => key === current);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  return (
    <div ref={scroller} className="max-h-[42dvh] min-h-24 overflow-y-auto">
      <ol aria-label={t("list")} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const cluster = differences[index];
          return cluster ? (
            <li
              key={cluster.key}
              className="absolute inset-x-0 top-0"
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
            >
              <Difference
                cluster={cluster}
                isCurrent={cluster.key === current}
                comparison={comparison}
                canPick={review.canDecide}
              />
            </li>
          ) : null;
        })}
      </ol>
    </div>
  );
}

function Difference({
  cluster,
  isCurrent,
  comparison,
  canPick,
}: {
  cluster: Cluster;
  isCurrent: boolean;
  comparison: Comparison;
  canPick: boolean;
}) {
  const t = useTranslations("review.compare");
  const describe = useDescription();
  const lookOf = useLabelLook();
  const { resultId, layers } = comparison;
  const Icon = ICONS[cluster.kind];
  const [first] = cluster.members;
  const chosen = chosenLayers(cluster, resultId);
  const names = new Map([
    ...layers.map(({ layer, name }) => [layer.layerId, name] as const),
    [resultId, t("result")] as const,
  ]);
  const isNotTaken = cluster.kind === "missing" && comparison.agreed.includes(cluster);
  // That it is in the result is said by the mark of the one that was taken.
  const others = cluster.members.filter(({ layerId }) => layerId !== resultId);
  const having = others.length > 0 ? others : cluster.members;
  const whole = having.map(({ layerId }) => names.get(layerId) ?? "").join(", ");
  // Several names do not fit: the letters are those of the chips above.
  const letters = layers.filter(({ layer }) =>
    having.some(({ layerId }) => layerId === layer.layerId),
  );
  const who = letters.length > 1 ? letters.map(({ look }) => look.letter).join(", ") : whole;
  const labels = [...new Set(cluster.members.map(({ annotation }) => annotation.labelId))];
  const labelNames = labels.map((id) => lookOf(id).name).join(" / ");
  const ends = first
    ? relationEnds(first, [
        { id: resultId, annotations: comparison.result },
        ...layers.map(({ layer, annotations }) => ({ id: layer.layerId, annotations })),
      ])
    : null;
  const surface = ends
    ? ends.map(({ text, labelId }) => text ?? lookOf(labelId).name).join(" → ")
    : first && describe(first.annotation).surface;
  const say = (of: string) =>
    isNotTaken ? t("difference.notTaken") : t(`difference.${cluster.kind}`, { who: of });
  return (
    <div
      style={isCurrent ? CURRENT : undefined}
      className={cn(
        "grid h-full content-center gap-1 border-b px-3",
        isCurrent ? "bg-primary-soft" : "hover:bg-accent",
      )}
    >
      <button
        type="button"
        aria-current={isCurrent ? "true" : undefined}
        onMouseDown={keepFocus}
        onClick={() => comparison.set({ current: cluster.key })}
        className="flex min-w-0 items-center gap-1.5 text-left"
      >
        <Icon aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground" />
        <span
          className="min-w-0 shrink-0 max-w-1/2 truncate"
          title={[labelNames, surface].filter(Boolean).join(" ")}
        >
          {labelNames}
          {surface ? <span className="text-muted-foreground"> {surface}</span> : null}
        </span>
        <span className="ml-auto min-w-0 truncate text-muted-foreground text-xs" title={say(whole)}>
          {say(who)}
        </span>
      </button>
      {canPick ? (
        <div className="flex min-w-0 items-center gap-1 overflow-hidden">
          {layers
            .filter(({ isShown }) => isShown)
            .map((shown) => (
              <Pick
                key={shown.layer.layerId}
                shown={shown}
                isEmpty={memberOf(cluster, shown.layer.layerId) === null}
                isChosen={chosen.includes(shown.layer.layerId)}
                onPick={() => comparison.pick(cluster, shown.layer.layerId)}
              />
            ))}
          <button
            type="button"
            aria-label={t("takeNone")}
            onMouseDown={keepFocus}
            onClick={() => comparison.pick(cluster, null)}
            className="h-6 shrink-0 rounded-sm px-1.5 text-muted-foreground text-xs hover:bg-secondary hover:text-foreground"
          >
            {t("none")}
          </button>
        </div>
      ) : null}
    </div>
  );
}

function Pick({
  shown,
  isEmpty,
  isChosen,
  onPick,
}: {
  shown: ShownLayer;
  isEmpty: boolean;
  isChosen: boolean;
  onPick(): void;
}) {
  const t = useTranslations("review.compare");
  const { look, name } = shown;
  return (
    <button
      type="button"
      aria-label={t("take", { name })}
      aria-pressed={isChosen}
      disabled={isEmpty}
      onMouseDown={keepFocus}
      onClick={onPick}
      className={cn(
        "flex h-6 min-w-8 max-w-24 items-center justify-center gap-1 rounded-sm border px-1.5 font-medium text-xs transition-colors duration-150 disabled:opacity-40",
        isChosen
          ? "border-primary bg-primary text-primary-foreground"
          : "border-border-strong bg-card hover:bg-accent",
      )}
    >
      {isChosen ? (
        <Check aria-hidden="true" className="size-3 shrink-0" />
      ) : (
        <span
          aria-hidden="true"
          className="size-2 shrink-0 rounded-full"
          style={{ backgroundColor: look.color }}
        />
      )}
      {look.letter}
    </button>
  );
}
