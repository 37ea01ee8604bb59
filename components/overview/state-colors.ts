import type { ItemState } from "@/lib/annotation/item-state";

export const STATE_COLORS: Readonly<Record<ItemState, string>> = {
  new: "var(--state-new-solid)",
  in_progress: "var(--state-in-progress-solid)",
  submitted: "var(--state-submitted-solid)",
  accepted: "var(--state-accepted-solid)",
  rejected: "var(--state-rejected-solid)",
  skipped: "var(--state-skipped-solid)",
};

/** From the bottom of a stack: what is finished rests, what is left lies on it. */
export const STACK_ORDER: readonly ItemState[] = [
  "accepted",
  "submitted",
  "skipped",
  "rejected",
  "in_progress",
  "new",
];
