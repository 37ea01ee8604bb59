import { asc, count, gt } from "drizzle-orm";
import type { Store } from "../store";

const BLOBS_PER_PAGE = 1_000;

export type StoredBlob = { hash: string; bytes: number };

/** Every blob of the instance, by hash, a page at a time. */
export async function* walkBlobs({
  db,
  tables: { blobs },
}: Store): AsyncGenerator<StoredBlob, void, undefined> {
  let after = "";
  while (true) {
    const page = await db
      .select({ hash: blobs.hash, bytes: blobs.bytes })
      .from(blobs)
      .where(gt(blobs.hash, after))
      .orderBy(asc(blobs.hash))
      .limit(BLOBS_PER_PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield* page;
    after = last.hash;
  }
}

export type Inventory = {
  users: number;
  projects: number;
  items: number;
  annotations: number;
  operations: number;
  blobs: number;
};

/** How many rows there are of what people care for, deleted ones included. Scans: not for requests. */
export async function takeInventory({ db, tables }: Store): Promise<Inventory> {
  const countRows = async (
    table: (typeof tables)[keyof Inventory & keyof typeof tables],
  ): Promise<number> => (await db.select({ n: count() }).from(table))[0]?.n ?? 0;
  return {
    users: await countRows(tables.users),
    projects: await countRows(tables.projects),
    items: await countRows(tables.items),
    annotations: await countRows(tables.annotations),
    operations: await countRows(tables.operations),
    blobs: await countRows(tables.blobs),
  };
}
