import { expect, test } from "vitest";
import type { Label } from "@/lib/annotation/label";
import { changesFor, definitionOf, purposeOf, usesOf } from "./label-use";

const label = (id: string, more: Partial<Label> = {}): Label => ({
  ...{ id, name: id, color: "#112233", hotkey: null, geometries: [], position: 0 },
  ...more,
});

test("each kind of media offers what its annotations can be; images nothing", () => {
  expect(usesOf("image")).toEqual([]);
  expect(usesOf("text")).toEqual(["interval", "relation", "class", "answer"]);
  expect(usesOf("audio")).toEqual(["interval", "class", "answer"]);
});

test("what is stored reads as what was chosen", () => {
  for (const use of usesOf("text")) {
    const purpose = { use, question: "", kind: "one" as const };
    const { geometries, answer } = definitionOf(purpose);
    expect(purposeOf({ geometries, ...(answer ? { answer } : {}) })).toEqual(purpose);
  }
  expect(purposeOf(label("old"))).toMatchObject({ use: "interval" });
  expect(purposeOf(label("tag", { geometries: ["whole"] }))).toMatchObject({ kind: "many" });
});

test("the classes of one question are all chosen in the same way", () => {
  const topic = (kind: "one" | "many") => ({
    geometries: ["whole"],
    answer: { question: "Topic", kind },
  });
  const labels = [
    label("sport", topic("many")),
    label("politics", topic("many")),
    label("name"),
    label("other", { geometries: ["whole"], answer: { question: "Tone", kind: "many" } }),
  ];
  const [sport] = labels;
  if (!sport) throw new Error("There are labels.");
  const purpose = { use: "class", question: " Topic ", kind: "one" } as const;
  expect(
    changesFor(labels, { label: sport, purpose }).map(({ label: { id }, change }) => [id, change]),
  ).toEqual([
    ["sport", { geometries: ["whole"], answer: { question: "Topic", kind: "one" } }],
    ["politics", { answer: { question: "Topic", kind: "one" } }],
  ]);
});
