/** What all charts have in common, in the colours of the theme. */
export const AXIS = {
  tick: { fill: "var(--muted-foreground)", fontSize: 11 },
  tickLine: false,
  axisLine: { stroke: "var(--border-strong)" },
} as const;

export const GRID = { vertical: false, stroke: "var(--border)" } as const;

export const TOOLTIP = {
  cursor: { fill: "var(--accent)", stroke: "var(--border-strong)" },
  contentStyle: {
    background: "var(--popover)",
    border: "1px solid var(--border)",
    borderRadius: 6,
    color: "var(--popover-foreground)",
    fontSize: 12,
  },
  itemStyle: { color: "var(--popover-foreground)" },
  isAnimationActive: false,
} as const;

/** Colours that colour-blind people tell apart; lines are dashed differently besides. */
export const SERIES = [
  { color: "var(--primary)", dash: "" },
  { color: "var(--warning)", dash: "6 3" },
  { color: "var(--success)", dash: "2 3" },
] as const;
