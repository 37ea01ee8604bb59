import fc from "fast-check";
import { expect, test } from "vitest";
import { commentPieces, matchingPeople, mentionedIn, openMention } from "./mentions";

const ann = { id: "1", name: "Ann" };
const annLee = { id: "2", name: "Ann Lee" };
const zoe = { id: "3", name: "Zoë O'Neil" };
const people = [ann, annLee, zoe];

test("pieces put together are the text, whatever it is", () => {
  const word = fc.constantFrom("@", "@Ann", "Ann Lee", " ", "\n", "https://a.b/c?d=1", ".", "<b>");
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string())), (words) => {
      const body = words.join("");
      const pieces = commentPieces(body, people);
      expect(pieces.map(({ text }) => text).join("")).toBe(body);
    }),
  );
});

test("links are pages only, and end where their sentence does", () => {
  const links = (body: string) =>
    commentPieces(body, []).flatMap(({ kind, text }) => (kind === "link" ? [text] : []));
  expect(links("See https://example.org/a_(b)?c=d#e. And (http://x.y/z)!")).toEqual([
    "https://example.org/a_(b)?c=d#e",
    "http://x.y/z",
  ]);
  expect(links("javascript:alert(1) data:text/html,x ftp://a file:///etc")).toEqual([]);
});

test("the longest name is meant", () => {
  expect(mentionedIn("@Ann Lee and @Zoë O'Neil, not Ann", people)).toEqual(["2", "3"]);
  expect(mentionedIn("@Ann: look", people)).toEqual(["1"]);
  expect(mentionedIn("mail@Annex", [zoe])).toEqual([]);
});

test("a name is typed from its @ to the caret", () => {
  expect(openMention("Hey @An", 7)).toEqual({ start: 4, query: "An" });
  expect(openMention("Hey @Ann Le", 11)).toEqual({ start: 4, query: "Ann Le" });
  expect(openMention("me@An", 5)).toBeNull();
  expect(openMention("Hey", 3)).toBeNull();
  expect(openMention("@\n", 2)).toBeNull();
  expect(matchingPeople(people, "le")).toEqual([annLee]);
  expect(matchingPeople(people, "")).toEqual(people);
});
