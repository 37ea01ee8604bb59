import type { DecodedBlock } from "./decoded-block";

/**
 * Of blocks whose first sample is number `start`, those samples that are in `from` to `to` (counted alike). Gives null for
 * blocks without any.
 */
export function cut(
  { channels }: Pick<DecodedBlock, "channels">,
  { start, from, to }: { start: number; from: number; to: number },
): Float32Array[] | null {
  const length = channels[0]?.length ?? 0;
  const first = Math.max(0, from - start);
  const last = Math.min(length, to - start);
  if (first >= last) return null;
  return first === 0 && last === length
    ? channels
    : channels.map((samples) => samples.subarray(first, last));
}
