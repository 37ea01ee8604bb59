/** What each person said of one thing, by person; null: nothing. */
export type Unit<T> = readonly (T | null)[];

/** Adds up units; the answer does not depend on their order. */
export interface CoefficientTally<T = string> {
  /** `times`: so many units like this one. Units with fewer than two answers say nothing. */
  add(unit: Unit<T>, times?: number): void;
  /** 1 for full agreement, 0 for as much as chance gives. Null: there is too little, or nothing varies. */
  value(): number | null;
}

/** A way to say how far people agree on categories beyond chance. */
export interface Coefficient {
  id: CoefficientId;
  /** For how many people: two, as many on every unit, or any number with gaps. */
  raters: "two" | "same" | "any";
  create(): CoefficientTally;
}

export const COEFFICIENT_IDS = ["observed", "cohen", "fleiss", "alpha"] as const;
export type CoefficientId = (typeof COEFFICIENT_IDS)[number];

/** The answers that were given. */
export function answersIn<T>(unit: Unit<T>): T[] {
  return unit.filter((value) => value !== null);
}

/** How often each was given. */
export function countEach<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
