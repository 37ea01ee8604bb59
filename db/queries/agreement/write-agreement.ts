import { eq, inArray, sql } from "drizzle-orm";
import type { Store } from "../../store";
import { prepared } from "../prepared";

const updateOne = prepared(({ db, tables: { items } }) =>
  db
    .update(items)
    .set({ agreement: sql`${sql.placeholder("agreement")}` })
    .where(eq(items.id, sql.placeholder("id")))
    .prepare(),
);

/** Writes the agreement of some items; in one transaction, so give it few. Their time of change stays. */
export function writeAgreement(
  store: Store,
  values: readonly { itemId: string; agreement: number | null }[],
): Promise<void> {
  return store.transaction(async (tx) => {
    for (const { itemId: id, agreement } of values) await updateOne(tx).execute({ id, agreement });
  });
}

/** Names of people, by id. */
export async function readUserNames(
  { db, tables: { users } }: Store,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...ids]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
