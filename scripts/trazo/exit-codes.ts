/** How a command ended; documented in docs/cli.md, so that scripts can rely on it. */
export const EXIT = {
  ok: 0,
  /** It could not be done; nothing, or only what the message says, was changed. */
  failure: 1,
  usage: 2,
  /** Done, but something was left out or changed on the way: see the report. */
  doneWithIssues: 3,
} as const;
