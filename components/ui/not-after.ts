/**
 * A moment for "5 minutes ago". The clocks of pages move now and then only: what has happened since they last did is of
 * now, and not "in 5 seconds".
 */
export function notAfter(at: number | Date, now: number | Date): number {
  return Math.min(Number(at), Number(now));
}
