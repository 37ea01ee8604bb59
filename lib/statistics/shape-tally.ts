import type { Histogram, Shapes } from "@/lib/api/statistics";
import type { MediaKind } from "@/lib/media/media";

/** px, the root of the area; 32 and 96 are where COCO's small and medium end. */
const SIZE_EDGES = [0, 8, 16, 32, 64, 96, 128, 256, 512, 1024];
/** Width by height. */
const ASPECT_EDGES = [0, 0.2, 0.25, 0.33, 0.5, 0.67, 0.8, 1.25, 1.5, 2, 3, 4, 5];
const LENGTH_EDGES = {
  text: {
    spans: [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
    items: [0, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000],
  },
  audio: {
    spans: [0, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60],
    items: [0, 1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200],
  },
} as const;
/** Cells along each side of the map of places, and parts of a line of time or text. */
export const PLACE_CELLS = 12;
export const PLACE_PARTS = 20;

export type ShapeItem = { width: number | null; height: number | null; length: number | null };
export type ShapeRow = { kind: string; x: number; y: number; w: number; h: number };
export type ShapeCounts = Pick<Shapes, "annotations" | "boxes" | "spans">;

/** Adds up where and how large annotations are, item by item, in little memory. */
export function createShapeTally(mediaKind: MediaKind) {
  let annotations = 0;
  const size = emptyHistogram(SIZE_EDGES);
  const aspect = emptyHistogram(ASPECT_EDGES);
  const places = Array.from({ length: PLACE_CELLS }, () => new Array<number>(PLACE_CELLS).fill(0));
  const edges = LENGTH_EDGES[mediaKind === "audio" ? "audio" : "text"];
  const length = emptyHistogram(edges.spans);
  const items = emptyHistogram(edges.items);
  const parts = new Array<number>(PLACE_PARTS).fill(0);

  function addBox({ width, height }: ShapeItem, { x, y, w, h }: ShapeRow): void {
    // Compared as the filter of items does, so that a bar and its items agree to the last one.
    addTo(size, (edge) => w * h >= edge * edge);
    addTo(aspect, (edge) => w >= edge * h);
    if (!width || !height) return;
    const row = places[cellOf(y + h / 2, height, PLACE_CELLS)];
    const column = cellOf(x + w / 2, width, PLACE_CELLS);
    if (row) row[column] = (row[column] ?? 0) + 1;
  }

  function addSpan(item: ShapeItem, { x, w }: ShapeRow): void {
    addTo(length, (edge) => w >= edge);
    if (!item.length) return;
    const part = cellOf(x + w / 2, item.length, PLACE_PARTS);
    parts[part] = (parts[part] ?? 0) + 1;
  }

  return {
    addItem({ length: itemLength }: ShapeItem): void {
      if (itemLength !== null) addTo(items, (edge) => itemLength >= edge);
    },
    add(item: ShapeItem, row: ShapeRow): void {
      annotations += 1;
      if (row.kind === "box") addBox(item, row);
      else if (row.kind === "interval") addSpan(item, row);
    },
    result(): ShapeCounts {
      return mediaKind === "image"
        ? { annotations, boxes: { size, aspect, places }, spans: null }
        : { annotations, boxes: null, spans: { length, places: parts, items } };
    },
  };
}

/** Which of the equal parts a place is in; what lies before or beyond counts as in the first or last. */
export function cellOf(at: number, whole: number, cells: number): number {
  for (let cell = cells - 1; cell > 0; cell -= 1) {
    if (at >= placeEdge(cell, cells) * whole) return cell;
  }
  return 0;
}

/** Where a part begins, in shares; as a filter of items writes it. */
export function placeEdge(cell: number, cells: number): number {
  return Number((cell / cells).toFixed(4));
}

function emptyHistogram(edges: readonly number[]): Histogram {
  return { edges: [...edges], counts: edges.map(() => 0) };
}

function addTo(histogram: Histogram, isAtLeast: (edge: number) => boolean): void {
  for (let bin = histogram.edges.length - 1; bin >= 0; bin -= 1) {
    if (bin > 0 && !isAtLeast(histogram.edges[bin] ?? 0)) continue;
    histogram.counts[bin] = (histogram.counts[bin] ?? 0) + 1;
    return;
  }
}
