import { expect, test } from "vitest";
import type { AttributeSpec } from "@/lib/annotation/label";
import { attributesOf, draftProblem, draftsOf } from "./attribute-draft";

test("attributes come back as they were", () => {
  const attributes: AttributeSpec[] = [
    { kind: "text", name: "note" },
    { kind: "number", name: "age" },
    { kind: "yes-no", name: "is fiction" },
    { kind: "choice", name: "tone", options: ["a, b", "c"] },
  ];
  const drafts = draftsOf(attributes);
  expect(attributesOf(drafts)).toEqual(attributes);
  expect(drafts.map((draft) => draftProblem(drafts, draft))).toEqual([null, null, null, null]);
});

test("says what is missing", () => {
  const drafts = [
    { key: 1, name: " ", kind: "text", options: "" } as const,
    { key: 2, name: "tone", kind: "choice", options: " \n" } as const,
    { key: 3, name: "age", kind: "text", options: "" } as const,
    { key: 4, name: "age ", kind: "number", options: "" } as const,
  ];
  expect(drafts.map((draft) => draftProblem(drafts, draft))).toEqual([
    ...["name", "options", "twice", "twice"],
  ]);
});
