import type { Box } from "@/lib/geometry/box";
import { type TileManifest, tileName } from "@/lib/media/image-plan";
import { fetchBitmap } from "./image-loader";

const KEPT_TILES = 96;
const PARALLEL = 4;

export type Tile = { bitmap: ImageBitmap; rect: Box };

/** The tiles of a very large image: loads what is on screen, forgets what was not for long. */
export interface TileSource {
  /**
   * Tiles that cover the part of the image (px of the original) at the scale, as far as they are
   * loaded; starts loading the others. Empty when the base image has pixels enough.
   */
  visible(rect: Box, scale: number): Tile[];
  dispose(): void;
}

export function createTileSource(options: {
  tiles: TileManifest;
  size: { width: number; height: number };
  baseScale: number;
  url: (name: string) => string;
  onLoad: () => void;
}): TileSource {
  const { tiles, size, baseScale, url, onLoad } = options;
  const loaded = new Map<string, ImageBitmap>();
  const abort = new AbortController();
  let wanted: string[] = [];
  const loading = new Set<string>();
  const failed = new Set<string>();

  function pump(): void {
    for (const name of wanted) {
      if (loading.size >= PARALLEL) return;
      if (loaded.has(name) || loading.has(name) || failed.has(name)) continue;
      loading.add(name);
      fetchBitmap(url(name), abort.signal)
        .then((bitmap) => {
          loaded.set(name, bitmap);
          evict();
          onLoad();
        })
        // The base image stays visible in its place; it is tried again when the item is opened anew.
        .catch(() => failed.add(name))
        .finally(() => {
          loading.delete(name);
          if (!abort.signal.aborted) pump();
        });
    }
  }

  function evict(): void {
    for (const [name, bitmap] of loaded) {
      if (loaded.size <= KEPT_TILES) return;
      if (wanted.includes(name)) continue;
      loaded.delete(name);
      bitmap.close();
    }
  }

  return {
    visible(rect, scale) {
      if (scale <= baseScale) return [];
      const level = levelFor(tiles, size.width, scale);
      const found: Tile[] = [];
      wanted = [];
      for (const { name, rect: place } of tilesIn({ tiles, level, size, rect })) {
        const bitmap = loaded.get(name);
        wanted.push(name);
        if (bitmap) found.push({ bitmap, rect: place });
      }
      pump();
      return found;
    },
    dispose() {
      abort.abort();
      for (const bitmap of loaded.values()) bitmap.close();
      loaded.clear();
    },
  };
}

/** The smallest level with at least one pixel per screen pixel, or the largest there is. */
function levelFor({ levels }: TileManifest, width: number, scale: number): number {
  const enough = levels.findIndex((level) => level.width / width >= scale);
  return enough === -1 ? levels.length - 1 : enough;
}

function tilesIn(options: {
  tiles: TileManifest;
  level: number;
  size: { width: number; height: number };
  rect: Box;
}): { name: string; rect: Box }[] {
  const { tiles, level, size, rect } = options;
  const grid = tiles.levels[level];
  if (!grid) return [];
  const scaleX = size.width / grid.width;
  const scaleY = size.height / grid.height;
  const stepX = tiles.tileSizePx * scaleX;
  const stepY = tiles.tileSizePx * scaleY;
  const found: { name: string; rect: Box }[] = [];
  const firstColumn = Math.max(0, Math.floor(rect.x / stepX));
  const lastColumn = Math.min(grid.columns - 1, Math.floor((rect.x + rect.w) / stepX));
  const firstRow = Math.max(0, Math.floor(rect.y / stepY));
  const lastRow = Math.min(grid.rows - 1, Math.floor((rect.y + rect.h) / stepY));
  for (let row = firstRow; row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      const x = column * stepX;
      const y = row * stepY;
      const w = Math.min(stepX, size.width - x);
      const h = Math.min(stepY, size.height - y);
      found.push({ name: tileName(level, column, row), rect: { x, y, w, h } });
    }
  }
  return found;
}
