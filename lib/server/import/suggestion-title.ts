import { MAX_SUGGESTION_TITLE } from "@/lib/api/suggestion-layers";

/** Controls, and marks that turn the reading direction of what follows. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** A name as a title of a layer: one line of what can be seen. Null when nothing is left of it. */
export function suggestionTitle(given: string): string | null {
  const line = given.toWellFormed().replaceAll(UNSEEN, " ").replaceAll(/\s+/g, " ").trim();
  const cut = line.slice(0, MAX_SUGGESTION_TITLE).toWellFormed();
  // Cut through a pair, its first half is no character.
  const title = cut.replace(/\ufffd$/, "").trim();
  return title === "" ? null : title;
}
