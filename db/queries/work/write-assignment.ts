import { inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { AssignmentOrigin, AssignmentState } from "@/lib/annotation/assignment";
import type { Store } from "../../store";
import { prepared } from "../prepared";
import type { AssignmentRow } from "./assignment-row";
import { type LabelledItem, layerFor } from "./own-layer";
import { recountSlots } from "./slots";

const value = sql.placeholder;
const insertRow = prepared(({ db, tables: { assignments } }) =>
  db
    .insert(assignments)
    .values({
      ...{ id: value("id"), projectId: value("projectId"), itemId: value("itemId") },
      ...{ userId: value("userId"), task: "annotate", layerId: value("layerId") },
      ...{ origin: value("origin"), state: value("state"), leaseUntil: value("leaseUntil") },
      ...{ dueAt: value("dueAt"), assignedBy: value("assignedBy") },
      ...{ createdAt: value("now"), updatedAt: value("now") },
    })
    .onConflictDoUpdate({
      target: [assignments.itemId, assignments.userId, assignments.task],
      set: {
        state: sql`${value("state")}`,
        layerId: sql`${value("layerId")}`,
        // That it is a gold item stays known, however it comes back.
        origin: sql`case when ${assignments.origin} in ('gold', 'training') then ${assignments.origin} else ${value("origin")} end`,
        leaseUntil: sql`${value("leaseUntil")}`,
        dueAt: sql`${value("dueAt")}`,
        assignedBy: sql`${value("assignedBy")}`,
        updatedAt: sql`${value("now")}`,
      },
    })
    .returning()
    .prepare(),
);

/** Writes the assignment of an item that has a place, or that was the person's before; places are counted after it. */
export async function writeAssignment(
  tx: Store,
  of: {
    item: LabelledItem;
    userId: string;
    origin: AssignmentOrigin;
    state: Extract<AssignmentState, "open" | "assigned">;
    leaseUntil: number | null;
    dueAt: number | null;
    assignedBy: string | null;
    now: number;
  },
): Promise<AssignmentRow> {
  const { item: wanted, ...rest } = of;
  const layerId = await layerFor(tx, of);
  const { id: itemId, projectId } = wanted;
  const rows = await insertRow(tx).execute({ ...rest, id: uuidv7(), projectId, itemId, layerId });
  const row = rows[0];
  if (!row) throw new Error("An assignment that was written is not there.");
  await recountSlots(tx, itemId);
  return row;
}

/** States in which a person still has something to do with an item. */
export const BUSY_STATES = ["assigned", "open", "returned"] as const satisfies AssignmentState[];

/** Of a query over `assignments`. */
export function isBusy({ tables: { assignments } }: Store) {
  return inArray(assignments.state, [...BUSY_STATES]);
}
