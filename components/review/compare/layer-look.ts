/** Colours that the colour-blind tell apart (Okabe and Ito), on light and dark alike. */
const COLORS = [
  "#e69f00",
  "#56b4e9",
  "#009e73",
  "#d55e00",
  "#cc79a7",
  "#0072b2",
  "#f0e442",
] as const;
/** Lengths of strokes and gaps, so that nobody needs the colours. The result's line is whole. */
const DASHES = ["8 4", "2 3", "10 3 2 3", "5 2", "14 4", "2 6", "6 2 2 2 2 2"] as const;

export type LayerLook = { color: string; dash: string; letter: string };

/** How the layer in this place (0-based) is drawn, everywhere the same. */
export function layerLook(index: number): LayerLook {
  return {
    color: COLORS[index % COLORS.length] ?? COLORS[0],
    dash: DASHES[index % DASHES.length] ?? DASHES[0],
    letter: String.fromCharCode(65 + (index % 26)),
  };
}

/** The same dashes for a background: a repeated stripe along the line. */
export function stripe({ color, dash }: LayerLook): string {
  const [stroke = 4, gap = 4] = dash.split(" ").map(Number);
  return `repeating-linear-gradient(90deg, ${color} 0 ${stroke}px, transparent ${stroke}px ${stroke + gap}px)`;
}
