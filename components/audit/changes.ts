export type Change = { key: string; was: string | null; is: string | null };

type Fields = Readonly<Record<string, unknown>>;

/**
 * What differs between two states of one thing, by the names of its fields; those within others are named
 * "review.order". What stayed as it was is left out.
 */
export function changesOf(before: Fields | null, after: Fields | null): Change[] {
  const [was, is] = [flatOf(before ?? {}), flatOf(after ?? {})];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((key) => ({ key, was: was.get(key) ?? null, is: is.get(key) ?? null }))
    .filter((change) => change.was !== change.is);
}

function flatOf(fields: Fields, path = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(fields)) {
    const key = `${path}${name}`;
    if (value === null || value === undefined) continue;
    if (isFields(value)) for (const entry of flatOf(value, `${key}.`)) flat.set(...entry);
    else flat.set(key, textOf(value));
  }
  return flat;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (value.length === 0) return "–";
  return value.every((one) => typeof one === "string") ? value.join(", ") : JSON.stringify(value);
}
