"use client";

import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import type { Annotation } from "@/lib/annotation/annotation";
import { geometryPatch } from "@/lib/editor/edit";
import type { ImageEditor } from "@/lib/editor/image/image-editor";
import { type BoxGeometry, geometrySpec } from "@/lib/geometry/geometry";
import { useImageEditor } from "./use-image-editor";

const SIDES = ["x", "y", "w", "h"] as const;
type Side = (typeof SIDES)[number];

/** The four numbers of a box, in image px. */
export function BoxFields({
  annotation,
  isDisabled,
}: {
  annotation: Annotation;
  isDisabled: boolean;
}) {
  const { id, geometry } = annotation;
  if (geometry.kind !== "box") return null;
  return (
    <div className="grid grid-cols-4 gap-1.5">
      {SIDES.map((side) => (
        <SideField
          key={`${id} ${side}`}
          id={id}
          box={geometry}
          side={side}
          isDisabled={isDisabled}
        />
      ))}
    </div>
  );
}

/** Typed and confirmed by Enter or by leaving; arrows step by 1, with Shift by 10. Esc forgets. */
function SideField({
  id,
  box,
  side,
  isDisabled,
}: {
  id: string;
  box: BoxGeometry;
  side: Side;
  isDisabled: boolean;
}) {
  const t = useTranslations("editor.inspector");
  const editor = useImageEditor();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(Number(box[side].toFixed(2)));

  function commitTyped() {
    const value = typed === null ? Number.NaN : Number(typed.replace(",", "."));
    if (typed?.trim() && Number.isFinite(value)) setSide(editor, { id, side, value });
    setTyped(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter") commitTyped();
    if (event.key === "Escape") {
      setTyped(null);
      event.currentTarget.blur();
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    setTyped(null);
    const step = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1);
    setSide(editor, { id, side, value: box[side] + step, isJoining: event.repeat });
  }

  return (
    <label className="grid gap-0.5 text-muted-foreground text-xs">
      {t(`side.${side}`)}
      <input
        inputMode="decimal"
        data-numeric
        aria-label={t(`sideLong.${side}`)}
        disabled={isDisabled}
        className={cn(controlClasses, "h-7 px-1.5 text-right text-xs")}
        value={shown}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commitTyped}
        onFocus={(event) => event.target.select()}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}

/** One entry of the history; nothing when the box would vanish or lie outside the image. */
function setSide(
  editor: ImageEditor,
  change: { id: string; side: Side; value: number; isJoining?: boolean },
): void {
  const { id, side, value, isJoining = false } = change;
  const geometry = editor.document.current().get(id)?.geometry;
  if (geometry?.kind !== "box" || !editor.isEditable(id)) return;
  const { width, height } = editor.item.extent;
  const moved = { ...geometry, [side]: value };
  // A place outside keeps the size and stops at the edge; a size is cut at the edge.
  if (side === "x") moved.x = Math.min(Math.max(0, value), Math.max(0, width - geometry.w));
  if (side === "y") moved.y = Math.min(Math.max(0, value), Math.max(0, height - geometry.h));
  if (moved.w <= 0 || moved.h <= 0) return;
  const next = geometrySpec(moved).normalise(moved, editor.item.extent);
  if (!next) return;
  editor.commit(geometryPatch(editor.document.current(), new Map([[id, next]])), { isJoining });
}
