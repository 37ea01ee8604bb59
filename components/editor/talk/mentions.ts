import type { Person } from "@/lib/api/talk";

/** A stretch of a comment: words, a safe link, or a name of somebody who was mentioned. */
export type CommentPiece = { kind: "text" | "link" | "mention"; text: string };

/** Only what a browser opens as a page; what ends a sentence is no part of it. */
const LINK = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/g;

/** Cuts the plain text of a comment into what is drawn apart. The pieces put together are the text. */
export function commentPieces(body: string, mentions: readonly Person[]): CommentPiece[] {
  const marks = [
    ...[...body.matchAll(LINK)].map(({ index, 0: text }) => ({
      kind: "link" as const,
      index,
      text,
    })),
    ...namesIn(body, mentions).map(({ index, name }) => ({
      ...{ kind: "mention" as const, index },
      text: `@${name}`,
    })),
  ].sort((a, b) => a.index - b.index || b.text.length - a.text.length);
  const pieces: CommentPiece[] = [];
  let at = 0;
  for (const { kind, index, text } of marks) {
    if (index < at) continue;
    if (index > at) pieces.push({ kind: "text", text: body.slice(at, index) });
    pieces.push({ kind, text });
    at = index + text.length;
  }
  if (at < body.length) pieces.push({ kind: "text", text: body.slice(at) });
  return pieces;
}

/** Who of the people is mentioned in the text, by their whole name behind an @. */
export function mentionedIn(body: string, people: readonly Person[]): string[] {
  const names = new Set(namesIn(body, people).map(({ name }) => name));
  return people.filter(({ name }) => names.has(name)).map(({ id }) => id);
}

/** The longest name wins: Ann is not meant where Ann Lee is. */
function namesIn(body: string, people: readonly Person[]): { index: number; name: string }[] {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  const found: { index: number; name: string }[] = [];
  for (let at = body.indexOf("@"); at >= 0; at = body.indexOf("@", at + 1)) {
    const rest = body.slice(at + 1);
    const person = byLength.find(({ name }) => name !== "" && rest.startsWith(name));
    if (person) found.push({ index: at, name: person.name });
  }
  return found;
}

/** The name that is being typed before the caret, without its @; null where none is. */
export function openMention(body: string, caret: number): { start: number; query: string } | null {
  const before = body.slice(0, caret);
  const start = before.lastIndexOf("@");
  if (start < 0 || /[^\s(]$/.test(before.slice(0, start))) return null;
  const query = before.slice(start + 1);
  return query.includes("\n") || query.length > 40 ? null : { start, query };
}

/** Those whose name, or a part of it, begins so. */
export function matchingPeople(people: readonly Person[], query: string): Person[] {
  const wanted = query.toLocaleLowerCase();
  return people.filter(({ name }) => {
    const lower = name.toLocaleLowerCase();
    return lower.startsWith(wanted) || lower.split(/\s+/).some((part) => part.startsWith(wanted));
  });
}
