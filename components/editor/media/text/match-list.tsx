"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "@/components/editor/editor-context";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { Interval } from "@/lib/geometry/interval";
import { useTextEditor, useTextSession } from "./use-text-editor";

const ROW_PX = 28;
/** Characters shown on each side of a match. */
const CONTEXT = 40;
const NONE: ReadonlySet<number> = new Set();

/** All matches with what is around them; those that are ticked get the label, in one step. */
export function MatchList() {
  const t = useTranslations("text.matches");
  const editor = useTextEditor();
  const id = useId();
  const query = useTextSession((state) => state.find?.query);
  const labels = useSession((state) => state.labels);
  const active = useSession((state) => state.activeLabelId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the matches are those of the query.
  const matches = useMemo(() => editor.finder.matches(), [editor, query]);
  /** Starts of the matches that are left out. */
  const [left, setLeft] = useState(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, another choice.
  useEffect(() => setLeft(NONE), [query]);
  const fits = editor.spanLabels();
  const labelId = fits.find((label) => label.id === active)?.id ?? fits[0]?.id ?? "";
  const chosen = useMemo(() => matches.filter(({ start }) => !left.has(start)), [matches, left]);

  function labelAll() {
    const count = editor.maker.labelAll(chosen, labelId);
    toast(
      t("done", { count, left: chosen.length - count, label: labels.get(labelId)?.name ?? "" }),
    );
    if (count > 0) editor.finder.close();
  }

  function set(start: number, isOn: boolean) {
    const next = new Set(left);
    if (isOn) next.delete(start);
    else next.add(start);
    setLeft(next);
  }

  return (
    <div className="border-t px-2 pb-2">
      <Matches matches={matches} left={left} onChange={set} />
      <div className="flex items-center gap-2 pt-2">
        <Checkbox
          id={id}
          checked={left.size === 0 ? true : chosen.length === 0 ? false : "indeterminate"}
          onCheckedChange={(isOn) =>
            setLeft(isOn === true ? NONE : new Set(matches.map(({ start }) => start)))
          }
        />
        <label htmlFor={id} data-numeric className="text-muted-foreground text-xs">
          {t("chosen", { count: chosen.length, total: matches.length })}
        </label>
        <select
          aria-label={t("label")}
          className={cn(controlClasses, "ml-auto h-7 w-44 px-2")}
          value={labelId}
          onChange={(event) => editor.session.setState({ activeLabelId: event.target.value })}
        >
          {fits.map((label) => (
            <option key={label.id} value={label.id}>
              {label.name}
            </option>
          ))}
        </select>
        <Button
          size="sm"
          variant="primary"
          disabled={chosen.length === 0 || labelId === ""}
          onClick={labelAll}
        >
          {t("apply", { count: chosen.length })}
        </Button>
      </div>
    </div>
  );
}

function Matches({
  matches,
  left,
  onChange,
}: {
  matches: readonly Interval[];
  left: ReadonlySet<number>;
  onChange: (start: number, isOn: boolean) => void;
}) {
  const t = useTranslations("text.matches");
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: matches.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  if (matches.length === 0)
    return <p className="py-3 text-muted-foreground text-xs">{t("none")}</p>;
  return (
    <div ref={scroller} className="max-h-56 overflow-y-auto">
      <ul aria-label={t("title")} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start: topPx }) => {
          const match = matches[index];
          return match ? (
            <li
              key={match.start}
              aria-posinset={index + 1}
              aria-setsize={matches.length}
              className="absolute inset-x-0 top-0"
              style={{ height: ROW_PX, transform: `translateY(${topPx}px)` }}
            >
              <Match match={match} isOn={!left.has(match.start)} onChange={onChange} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

function Match({
  match,
  isOn,
  onChange,
}: {
  match: Interval;
  isOn: boolean;
  onChange: (start: number, isOn: boolean) => void;
}) {
  const id = useId();
  const { points, blocks, session } = useTextEditor();
  const before = points.slice(Math.max(0, match.start - CONTEXT), match.start);
  const after = points.slice(match.end, Math.min(points.length, match.end + CONTEXT));
  const line = blocks.lineOf(blocks.at(points.toIndex(match.start))) + 1;
  return (
    <div className="flex h-7 items-center gap-2">
      <Checkbox
        id={id}
        checked={isOn}
        onCheckedChange={(next) => onChange(match.start, next === true)}
        onFocus={() => session.setState({ scrollTarget: { place: match, align: "middle" } })}
      />
      <label htmlFor={id} className="flex min-w-0 flex-1 items-center gap-2 text-xs">
        <span data-numeric className="w-10 shrink-0 text-right text-muted-foreground">
          {line}
        </span>
        <bdi className="flex min-w-0 flex-1 items-baseline">
          <span
            className="min-w-0 flex-1 overflow-hidden text-ellipsis whitespace-pre text-right text-muted-foreground"
            dir="rtl"
          >
            <bdi>{flat(before)}</bdi>
          </span>
          <mark className="max-w-[60%] shrink-0 overflow-hidden text-ellipsis whitespace-pre rounded-sm bg-warning-soft font-semibold text-warning-foreground">
            {flat(points.slice(match.start, match.end))}
          </mark>
          <span className="min-w-0 flex-1 overflow-hidden text-ellipsis whitespace-pre text-muted-foreground">
            {flat(after)}
          </span>
        </bdi>
      </label>
    </div>
  );
}

/** On one line. */
function flat(text: string): string {
  return text.replace(/[\r\n\t]+/g, " ");
}
