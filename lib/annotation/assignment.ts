/** What a person is handed an item for. */
export const TASKS = ["annotate", "review"] as const;
export type Task = (typeof TASKS)[number];

/** Who brought item and person together. `picked`: the person opened it and began. */
export const ASSIGNMENT_ORIGINS = ["queue", "manual", "picked", "gold", "training"] as const;
export type AssignmentOrigin = (typeof ASSIGNMENT_ORIGINS)[number];

/**
 * `assigned → open → submitted → accepted`, or `returned` (to be mended) and submitted again, or `skipped`. What
 * was given back, or whose lease ran out, is `released`: its place is free again.
 */
export const ASSIGNMENT_STATES = [
  "assigned",
  "open",
  "submitted",
  "returned",
  "accepted",
  "skipped",
  "released",
] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];
/** These take one of the item's places. */
export const HELD_STATES: readonly AssignmentState[] = [
  "assigned",
  "open",
  "submitted",
  "returned",
  "accepted",
  "skipped",
];

/** `fix`: the reviewer mended it and then accepted. */
export const REVIEW_DECISIONS = ["accept", "fix", "reject"] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];
