import type { Answer, AttributeSpec, Label } from "@/lib/annotation/label";
import type { Tables } from "../schema/tables";

type Row = Tables["labels"]["$inferSelect"];
type JsonColumns = Pick<Row, "geometries" | "answer" | "attributes">;

/** The columns that follow from the label alone. */
export function toLabelColumns({ geometries, answer, attributes, ...plain }: Label) {
  return {
    ...plain,
    geometries: JSON.stringify(geometries),
    answer: answer ? JSON.stringify(answer) : null,
    attributes: JSON.stringify(attributes ?? []),
  } satisfies Partial<Row>;
}

/** Of a change: only the JSON columns that it names. */
export function changedJson({
  geometries,
  answer,
  attributes,
}: {
  geometries?: Label["geometries"] | undefined;
  /** Null: none any more. */
  answer?: Label["answer"] | null;
  attributes?: Label["attributes"];
}): Partial<JsonColumns> {
  return {
    ...(geometries === undefined ? {} : { geometries: JSON.stringify(geometries) }),
    ...(answer === undefined ? {} : { answer: answer && JSON.stringify(answer) }),
    ...(attributes === undefined ? {} : { attributes: JSON.stringify(attributes) }),
  };
}

/** Trusts the row: whatever is in it was validated on its way in. */
export function toLabel(
  row: Pick<Row, "id" | "name" | "color" | "hotkey" | "position"> & JsonColumns,
): Label {
  const { id, name, color, hotkey, position, geometries, answer, attributes } = row;
  return {
    ...{ id, name, color, hotkey, position },
    geometries: JSON.parse(geometries) as Label["geometries"],
    ...(answer === null ? {} : { answer: JSON.parse(answer) as Answer }),
    ...(attributes === "[]" ? {} : { attributes: JSON.parse(attributes) as AttributeSpec[] }),
  };
}
