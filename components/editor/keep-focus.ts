import type { MouseEvent } from "react";

/**
 * For `onMouseDown` of what lies around the canvas: a click must not take the focus, or the next
 * Enter or Space would press that button again instead of doing its work in the editor. A field
 * that has the focus is left, since the person has gone on.
 */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
  const { activeElement } = document;
  const isField =
    activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement;
  if (isField) activeElement.blur();
}
