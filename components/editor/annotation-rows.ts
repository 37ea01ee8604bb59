import type { Annotation } from "@/lib/annotation/annotation";
import type { MediaPart } from "@/lib/editor/media-part";

/**
 * The annotations, in the order of the kind of media, that a search finds: by the name of the label, the id, what
 * it says, or the names and values of attributes; every word has to be found, in any case.
 */
export function findAnnotations(
  annotations: ReadonlyMap<string, Annotation>,
  options: {
    search: string;
    nameOf: (labelId: string) => string;
    compare: MediaPart["compare"];
  },
): Annotation[] {
  const { search, nameOf, compare } = options;
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const all = [...annotations.values()].sort(compare);
  if (words.length === 0) return all;
  return all.filter((annotation) => {
    const text = searchedText(annotation, nameOf(annotation.labelId));
    return words.every((word) => text.includes(word));
  });
}

function searchedText({ id, attributes, text = "" }: Annotation, name: string): string {
  const parts = [name, id, text];
  for (const [key, value] of Object.entries(attributes)) parts.push(key, String(value));
  return parts.join(" ").toLocaleLowerCase();
}

/** All ids from one row to another, both included, whichever comes first. */
export function idsBetween(
  rows: readonly Annotation[],
  { from, to }: { from: number; to: number },
): string[] {
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ id }) => id);
}
