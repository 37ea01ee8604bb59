export const RATER_KINDS = ["person", "gold", "model", "import", "result"] as const;
export type RaterKind = (typeof RATER_KINDS)[number];

/**
 * Who said something of items: a person, the known answers, a model's version, an import, or what several people's work
 * was merged into. `id` is that of the person or the version, or the title of the import; else it is empty.
 */
export type Rater = { kind: RaterKind; id: string };

export function raterKey({ kind, id }: Rater): string {
  return `${kind} ${id}`;
}

/** Bins of agreement, of equal width; 1 belongs to the last. */
export const AGREEMENT_BINS = 20;
