import { expect, test } from "vitest";
import { mappingOf, rolesOf, withRole } from "./record-roles";

const SUGGESTED = {
  ...{ text: "Review", id: "ID", name: null, split: null, metadata: null },
  classes: [{ column: "Tone", separator: null }],
  answers: [],
};
const COLUMNS = ["ID", "Review", "Tone", "Stars"];

test("a guess becomes roles, and roles a mapping", () => {
  const roles = rolesOf(COLUMNS, SUGGESTED);
  expect([...roles.values()]).toEqual(["id", "text", "class", "metadata"]);
  expect(mappingOf(roles, "")).toEqual({ ...SUGGESTED, metadata: ["Stars"] });
  expect(mappingOf(roles, "|").classes).toEqual([{ column: "Tone", separator: "|" }]);
});

test("there is one text: the column that was it is kept beside", () => {
  const roles = withRole(rolesOf(COLUMNS, SUGGESTED), "Tone", "text");
  expect(mappingOf(roles, "")).toMatchObject({ text: "Tone", metadata: ["Review", "Stars"] });
  expect(mappingOf(withRole(roles, "Stars", "none"), "").metadata).toEqual(["Review"]);
});
