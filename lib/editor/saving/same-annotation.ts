import type { Annotation } from "@/lib/annotation/annotation";

/** Same content, whatever the order of the keys; a missing key equals an undefined one. */
export function isSameAnnotation(first: Annotation | null, second: Annotation | null): boolean {
  return isSameJson(first, second);
}

function isSameJson(first: unknown, second: unknown): boolean {
  if (Object.is(first, second)) return true;
  if (!isObject(first) || !isObject(second)) return first === second;
  if (Array.isArray(first) !== Array.isArray(second)) return false;
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  for (const key of keys) if (!isSameJson(first[key], second[key])) return false;
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
