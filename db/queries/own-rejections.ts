import { and, eq, sql } from "drizzle-orm";
import type { LayerRecord } from "@/lib/annotation/protocol";
import type { Store } from "../store";
import { prepared } from "./prepared";

const value = sql.placeholder;
const selectRejected = prepared(({ db, tables: { ownRejections } }) =>
  db
    .select({ id: ownRejections.annotationId })
    .from(ownRejections)
    .where(
      and(eq(ownRejections.layerId, value("layerId")), eq(ownRejections.userId, value("userId"))),
    )
    .prepare(),
);

/** Ids of what a person rejected of a layer of suggestions for themselves alone. */
export async function readOwnRejections(
  store: Store,
  of: { layerId: string; userId: string },
): Promise<ReadonlySet<string>> {
  const rows = await selectRejected(store).execute(of);
  return new Set(rows.map(({ id }) => id));
}

/** Records as the person has them: what they rejected is a tombstone. */
export function withoutRejected(
  records: readonly LayerRecord[],
  rejected: ReadonlySet<string>,
): LayerRecord[] {
  return records.map((record) =>
    rejected.has(record.id) ? { ...record, annotation: null } : record,
  );
}

const insertRejected = prepared(({ db, tables: { ownRejections } }) =>
  db
    .insert(ownRejections)
    .values({
      layerId: value("layerId"),
      userId: value("userId"),
      annotationId: value("annotationId"),
    })
    .onConflictDoNothing()
    .prepare(),
);
const deleteRejected = prepared(({ db, tables: { ownRejections } }) =>
  db
    .delete(ownRejections)
    .where(
      and(
        eq(ownRejections.layerId, value("layerId")),
        eq(ownRejections.userId, value("userId")),
        eq(ownRejections.annotationId, value("annotationId")),
      ),
    )
    .prepare(),
);

/** Rejects for this person what a change takes away, and brings back what it has again. */
export async function writeOwnRejections(
  tx: Store,
  {
    layerId,
    userId,
    changes,
  }: { layerId: string; userId: string; changes: readonly { id: string; after: unknown }[] },
): Promise<void> {
  for (const { id: annotationId, after } of changes) {
    const statement = after === null ? insertRejected(tx) : deleteRejected(tx);
    await statement.execute({ layerId, userId, annotationId });
  }
}
