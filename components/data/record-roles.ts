import type { ColumnChoice } from "@/lib/api/imports";

/** What a column of a table is taken for. */
export const COLUMN_ROLES = [
  "text",
  "id",
  "name",
  "split",
  "class",
  "answer",
  "metadata",
  "none",
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];
export type Roles = ReadonlyMap<string, ColumnRole>;

/** Only one column can be each of these. */
const SINGLE: readonly ColumnRole[] = ["text", "id", "name", "split"];

/** The roles that a guess at the columns means; what it does not name is kept beside the text. */
export function rolesOf(columns: readonly string[], mapping: ColumnChoice | null): Roles {
  return new Map(columns.map((column) => [column, roleOf(column, mapping)]));
}

function roleOf(column: string, mapping: ColumnChoice | null): ColumnRole {
  for (const role of ["text", "id", "name", "split"] as const) {
    if (mapping?.[role] === column) return role;
  }
  if (mapping?.classes.some((each) => each.column === column)) return "class";
  return mapping?.answers.includes(column) ? "answer" : "metadata";
}

/** A column that takes a role which only one can have takes it away from the other. */
export function withRole(roles: Roles, column: string, role: ColumnRole): Roles {
  return new Map(
    [...roles].map(([name, other]): [string, ColumnRole] => {
      if (name === column) return [name, role];
      return [name, SINGLE.includes(role) && other === role ? "metadata" : other];
    }),
  );
}

/** `separator`: parts several classes in one cell; empty: none does. */
export function mappingOf(roles: Roles, separator: string): ColumnChoice {
  const all = (wanted: ColumnRole) =>
    [...roles].flatMap(([column, role]) => (role === wanted ? [column] : []));
  const one = (wanted: ColumnRole) => all(wanted)[0] ?? null;
  return {
    ...{ text: one("text"), id: one("id"), name: one("name"), split: one("split") },
    metadata: all("metadata"),
    classes: all("class").map((column) => ({ column, separator: separator || null })),
    answers: all("answer"),
  };
}
