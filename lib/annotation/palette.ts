/**
 * Label colours that stay apart with deuteranopia, protanopia and tritanopia, on light and dark
 * ground: the eight of Okabe and Ito (2008, black made blue-grey), then eight of Paul Tol's
 * "bright" and "muted" schemes (2021) that differ from them.
 */
export const LABEL_COLORS = [
  "#e69f00",
  "#56b4e9",
  "#009e73",
  "#f0e442",
  "#0072b2",
  "#d55e00",
  "#cc79a7",
  "#8a93a6",
  "#882255",
  "#44aa99",
  "#999933",
  "#332288",
  "#ee6677",
  "#88ccee",
  "#117733",
  "#ddcc77",
] as const;

/** The first colour that no label has yet; after that they repeat in order. */
export function nextColor(taken: readonly string[]): string {
  const used = new Set(taken.map((color) => color.toLowerCase()));
  const free = LABEL_COLORS.find((color) => !used.has(color));
  return free ?? LABEL_COLORS[taken.length % LABEL_COLORS.length] ?? LABEL_COLORS[0];
}
