import { ModelError } from "../model-error";

const GIGABYTE = 1024 ** 3;
/** Browsers say how much memory there is in steps up to 8 GB, or not at all. */
const USUAL_DEVICE_GB = 4;
/** A model is there several times while it is loaded, and its results need room too. */
const SHARE_OF_MEMORY = 1 / 8;

/** The largest model that is loaded here. */
export function maxModelBytes(): number {
  // TypeScript's library does not know it, as not all browsers have it.
  const { deviceMemory = USUAL_DEVICE_GB } = navigator as { deviceMemory?: number };
  return deviceMemory * GIGABYTE * SHARE_OF_MEMORY;
}

/** @throws ModelError too_large; `detail` are the megabytes that would be possible */
export function requireRoom(bytes: number): void {
  const most = maxModelBytes();
  if (bytes > most) throw new ModelError("too_large", `${Math.floor(most / 1024 ** 2)}`);
}
