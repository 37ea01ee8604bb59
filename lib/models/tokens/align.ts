/** Where each UTF-16 unit of a changed text comes from: a half-open range of the text before. */
export type Origins = { starts: Int32Array; ends: Int32Array };

/** How far apart two texts may run before they meet again. */
const REACH = 48;

/**
 * For each unit of `changed` where it comes from in `text`, walking through both at once. What was added comes from
 * nowhere (an empty range), what was replaced one for one from what stood there; after both, the texts meet again
 * where two units agree. Never runs backwards, so a wrong guess stays where it is.
 */
export function alignTexts(text: string, changed: string): Origins {
  const origins = emptyOrigins(changed.length);
  let at = 0;
  for (let index = 0; index < changed.length; index++) {
    // White space is dropped and added freely, in any length.
    while (at < text.length && isBlank(text, at) && !isBlank(changed, index)) at += 1;
    if (!isSame(text, at, changed, index)) {
      const dropped = distanceTo(changed, index, { other: text, from: at });
      const added = distanceTo(text, at, { other: changed, from: index });
      if (added !== null && (dropped === null || added <= dropped)) {
        setOrigin(origins, index, { start: at, end: at });
        continue;
      }
      if (dropped !== null) at += dropped;
      else if (isBlank(changed, index)) {
        setOrigin(origins, index, { start: at, end: at });
        continue;
      }
    }
    const end = Math.min(at + 1, text.length);
    setOrigin(origins, index, { start: at, end });
    at = end;
  }
  return origins;
}

/** Origins of what was changed twice: the ranges of the first change under those of the second. */
export function throughOrigins(second: Origins, first: Origins, length: number): Origins {
  const origins = emptyOrigins(second.starts.length);
  for (let index = 0; index < second.starts.length; index++) {
    const start = second.starts[index] ?? 0;
    const end = second.ends[index] ?? start;
    const from = start < first.starts.length ? (first.starts[start] ?? length) : length;
    setOrigin(origins, index, {
      start: from,
      end: end > start ? Math.max(from, first.ends[end - 1] ?? from) : from,
    });
  }
  return origins;
}

export function emptyOrigins(length: number): Origins {
  return { starts: new Int32Array(length), ends: new Int32Array(length) };
}

export function setOrigin(
  { starts, ends }: Origins,
  index: number,
  { start, end }: { start: number; end: number },
): void {
  starts[index] = start;
  ends[index] = end;
}

/** How far on in `other` the unit at `index` stands, with the one after it; null within reach. */
function distanceTo(
  text: string,
  index: number,
  { other, from }: { other: string; from: number },
): number | null {
  if (index >= text.length) return null;
  const isLast = index + 1 >= text.length;
  for (let step = 1; step <= REACH && from + step < other.length; step++) {
    if (!isSame(other, from + step, text, index)) continue;
    if (isLast || isSame(other, from + step + 1, text, index + 1)) return step;
  }
  return null;
}

function isSame(a: string, at: number, b: string, index: number): boolean {
  if (at >= a.length || index >= b.length) return false;
  return a.charCodeAt(at) === b.charCodeAt(index) || (isBlank(a, at) && isBlank(b, index));
}

/** White space, or the mark that SentencePiece writes in its place. */
function isBlank(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit === 0x20 || unit === 0x2581 || (unit <= 0x0d && unit >= 0x09) || unit === 0xa0;
}
