"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { Check, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useEditor, usePreferences, useSession } from "@/components/editor/editor-context";
import { keepFocus } from "@/components/editor/keep-focus";
import { useDescription } from "@/components/editor/media/use-description";
import { useEditorCommand } from "@/components/editor/use-editor-command";
import { useLabelLook } from "@/components/editor/use-label-look";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import { layerName } from "@/lib/editor/suggestions/suggestion-layer";
import type { Suggestion } from "@/lib/editor/suggestions/suggestions";

const ROW_PX = 28;

/** What is open, in the order of stepping through, with a hand on each: by finger as well as by keys. */
export function SuggestionList({ suggestions }: { suggestions: readonly Suggestion[] }) {
  const t = useTranslations("suggestions");
  const editor = useEditor();
  const showDifferences = usePreferences((state) => state.showDifferences);
  const focus = useSession((state) => state.suggestions.focus);
  const scroller = useRef<HTMLDivElement>(null);
  const at = suggestions.findIndex(({ key }) => key === focus);
  const virtual = useVirtualizer({
    count: suggestions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    getItemKey: (index) => suggestions[index]?.key ?? index,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);

  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    editor.suggestions.step(by);
    // The row may come into being only with the scroll.
    requestAnimationFrame(() => {
      const row = scroller.current?.querySelector('[aria-current="true"]');
      if (row instanceof HTMLElement) row.focus({ preventScroll: true });
    });
  }

  if (suggestions.length === 0) {
    const isFiltered = showDifferences && editor.suggestions.comparison() !== null;
    return (
      <p className="px-3 text-pretty text-muted-foreground text-xs">
        {isFiltered ? t("nothingDiffers") : t("nothingOpen")}
      </p>
    );
  }
  return (
    <>
      {editor.isReadOnly ? null : <AllButtons />}
      <div ref={scroller} className="min-h-14 flex-1 overflow-y-auto">
        <ul
          aria-label={t("list")}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {virtual.getVirtualItems().map(({ index, start }) => {
            const suggestion = suggestions[index];
            return suggestion ? (
              <SuggestionRow
                key={suggestion.key}
                suggestion={suggestion}
                index={index}
                count={suggestions.length}
                topPx={start}
                isFocused={index === at}
                isTabStop={index === Math.max(0, at)}
              />
            ) : null;
          })}
        </ul>
      </div>
    </>
  );
}

function AllButtons() {
  const t = useTranslations("suggestions");
  const accept = useEditorCommand("suggestions.accept-all");
  const reject = useEditorCommand("suggestions.reject-all");
  return (
    <div className="flex gap-1.5 px-3">
      {[
        { ...accept, text: t("acceptAll"), icon: <Check aria-hidden="true" /> },
        { ...reject, text: t("rejectAll"), icon: <X aria-hidden="true" /> },
      ].map(({ title, text, shortcut, icon, run }) => (
        <Tooltip key={title} content={title} shortcut={shortcut} side="top">
          <Button size="sm" className="flex-1" icon={icon} onMouseDown={keepFocus} onClick={run}>
            {text}
          </Button>
        </Tooltip>
      ))}
    </div>
  );
}

function SuggestionRow(props: {
  suggestion: Suggestion;
  index: number;
  count: number;
  topPx: number;
  isFocused: boolean;
  isTabStop: boolean;
}) {
  const { suggestion, index, count, topPx, isFocused, isTabStop } = props;
  const { annotation, key } = suggestion;
  const t = useTranslations("suggestions");
  const format = useFormatter();
  const { suggestions, isReadOnly } = useEditor();
  const look = useLabelLook()(annotation.labelId);
  const { size, place, surface } = useDescription()(annotation);
  const score =
    annotation.score === null
      ? ""
      : format.number(annotation.score, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const name = surface ? `${look.name} “${surface}”` : look.name;
  const layers = suggestions.layers();
  const layer = layers.find(({ layerId }) => layerId === suggestion.layerId);
  const from = layers.length > 1 && layer ? layerName(layer) : "";
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <li
      aria-posinset={index + 1}
      aria-setsize={count}
      style={{ height: ROW_PX, transform: `translateY(${topPx}px)` }}
      className={cn(
        "absolute inset-x-2 top-0 flex items-center rounded-md",
        isFocused ? "bg-primary-soft" : "hover:bg-accent",
      )}
    >
      <button
        type="button"
        tabIndex={tabIndex}
        aria-current={isFocused}
        onMouseDown={keepFocus}
        onClick={() => suggestions.show(key)}
        className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left text-sm"
      >
        <span
          aria-hidden="true"
          className="size-3 shrink-0 rounded-sm border-2 border-dashed"
          style={{ borderColor: look.color }}
        />
        <span className="min-w-0 flex-1 truncate" title={from ? `${name} · ${from}` : name}>
          {name}
          {from ? <span className="text-muted-foreground text-xs"> {from}</span> : null}
        </span>
        <span className="sr-only">{place}</span>
        <span data-numeric className="shrink-0 text-muted-foreground text-xs">
          {surface ? "" : size}
        </span>
        <span data-numeric className="w-8 shrink-0 text-right text-xs">
          {score}
        </span>
      </button>
      {isReadOnly ? null : (
        <>
          <RowButton
            label={t("accept", { name })}
            tabIndex={tabIndex}
            icon={<Check aria-hidden="true" />}
            onPress={() => suggestions.accept(suggestion)}
          />
          <RowButton
            label={t("reject", { name })}
            tabIndex={tabIndex}
            icon={<X aria-hidden="true" />}
            onPress={() => suggestions.reject([suggestion])}
          />
        </>
      )}
    </li>
  );
}

function RowButton(props: { label: string; tabIndex: number; icon: ReactNode; onPress(): void }) {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={props.label}
      title={props.label}
      tabIndex={props.tabIndex}
      icon={props.icon}
      onMouseDown={keepFocus}
      onClick={props.onPress}
    />
  );
}
