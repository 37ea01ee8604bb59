"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import type { LabelView } from "@/lib/api/labels";

export interface HandleProps {
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
}

type Drag = { id: string; from: number; to: number };

/**
 * Order by dragging a row's handle, or by arrow keys, Home and End on it. While dragging the rows
 * show where they will be; Esc leaves it as it was.
 */
export function useReorder({
  labels,
  onMove,
}: {
  labels: readonly LabelView[];
  onMove: (label: LabelView, to: number) => void;
}): {
  listRef: RefObject<HTMLUListElement | null>;
  shown: readonly LabelView[];
  draggedId: string | null;
  handleProps: (label: LabelView, index: number) => HandleProps;
} {
  const listRef = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);

  /** The row under the pointer; past the ends the first and the last. */
  function rowAt(clientY: number): number {
    const rows = Array.from(listRef.current?.children ?? []);
    const index = rows.findIndex((row) => clientY < row.getBoundingClientRect().bottom);
    return index === -1 ? rows.length - 1 : index;
  }

  function keyTarget(key: string, index: number): number | null {
    if (key === "ArrowUp") return index - 1;
    if (key === "ArrowDown") return index + 1;
    if (key === "Home") return 0;
    return key === "End" ? labels.length - 1 : null;
  }

  const handleProps = (label: LabelView, index: number): HandleProps => ({
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ id: label.id, from: index, to: index });
    },
    onPointerMove(event) {
      if (drag?.id === label.id) setDrag({ ...drag, to: rowAt(event.clientY) });
    },
    onPointerUp() {
      if (drag?.id === label.id && drag.to !== drag.from) onMove(label, drag.to);
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
    onKeyDown(event) {
      if (event.key === "Escape" && drag !== null) {
        setDrag(null);
        return;
      }
      const to = keyTarget(event.key, index);
      if (to === null) return;
      event.preventDefault();
      if (to >= 0 && to < labels.length && to !== index) onMove(label, to);
    },
  });

  return { listRef, shown: arranged(labels, drag), draggedId: drag?.id ?? null, handleProps };
}

function arranged(labels: readonly LabelView[], drag: Drag | null): readonly LabelView[] {
  const dragged = labels.find(({ id }) => id === drag?.id);
  if (drag === null || dragged === undefined) return labels;
  const shown = labels.filter(({ id }) => id !== drag.id);
  shown.splice(drag.to, 0, dragged);
  return shown;
}
