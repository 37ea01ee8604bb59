import type { ModelOptions } from "./model-options";

type Extra = ModelOptions["extra"];

/** A number among the options that only one adapter knows. */
export function numberOption(extra: Extra, name: string, fallback: number): number {
  const value = extra[name];
  return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}

export function stringOption(extra: Extra, name: string, fallback: string): string {
  const value = extra[name];
  return typeof value === "string" ? value : fallback;
}

export function booleanOption(extra: Extra, name: string, fallback: boolean): boolean {
  const value = extra[name];
  return typeof value === "boolean" ? value : fallback;
}
