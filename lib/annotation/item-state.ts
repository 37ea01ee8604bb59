/** `new → in_progress → submitted → accepted | rejected`, plus `skipped`. */
export const ITEM_STATES = [
  "new",
  "in_progress",
  "submitted",
  "accepted",
  "rejected",
  "skipped",
] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** States that an annotator sets through the editor; the others come from review. */
export const EDITOR_STATES = ["in_progress", "submitted", "skipped"] as const;
export type EditorState = (typeof EDITOR_STATES)[number];

export const SPLITS = ["train", "val", "test"] as const;
export type Split = (typeof SPLITS)[number];
