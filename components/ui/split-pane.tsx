"use client";

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";

const STEP_PX = 16;

/**
 * A main part and a side part at the right whose width can be dragged, or changed by the
 * arrow keys, Home and End on the divider.
 */
export function SplitPane({
  main,
  side,
  defaultWidthPx,
  minWidthPx,
  maxWidthPx,
  onWidthChange,
  className,
}: {
  main: ReactNode;
  side: ReactNode;
  defaultWidthPx: number;
  minWidthPx: number;
  maxWidthPx: number;
  /** At the end of a drag and at every key: to remember the width. */
  onWidthChange?: (widthPx: number) => void;
  className?: string;
}) {
  const t = useTranslations("ui");
  const [widthPx, setWidthPx] = useState(defaultWidthPx);
  const drag = useRef<{ startX: number; startWidthPx: number } | null>(null);

  function clamp(next: number): number {
    return Math.min(maxWidthPx, Math.max(minWidthPx, next));
  }

  function onPointerMove(event: PointerEvent) {
    if (drag.current === null) return;
    setWidthPx(clamp(drag.current.startWidthPx + drag.current.startX - event.clientX));
  }

  function endDrag() {
    if (drag.current === null) return;
    drag.current = null;
    onWidthChange?.(widthPx);
  }

  function onKeyDown(event: KeyboardEvent) {
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: widthPx + STEP_PX,
      ArrowRight: widthPx - STEP_PX,
      Home: minWidthPx,
      End: maxWidthPx,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = clamp(target);
    setWidthPx(next);
    onWidthChange?.(next);
  }

  return (
    <div data-slot="split-pane" className={cn("flex h-full min-h-0", className)}>
      <div className="min-w-0 flex-1">{main}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: an <hr> cannot have a value and be dragged */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={t("resize")}
        aria-orientation="vertical"
        aria-valuenow={widthPx}
        aria-valuemin={minWidthPx}
        aria-valuemax={maxWidthPx}
        className="relative w-px shrink-0 cursor-col-resize touch-none bg-border after:absolute after:inset-y-0 after:-inset-x-1 hover:bg-primary focus-visible:bg-primary"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { startX: event.clientX, startWidthPx: widthPx };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={endDrag}
        onPointerCancel={endDrag}
        onKeyDown={onKeyDown}
      />
      <div style={{ width: widthPx }} className="min-h-0 shrink-0 overflow-y-auto">
        {side}
      </div>
    </div>
  );
}
