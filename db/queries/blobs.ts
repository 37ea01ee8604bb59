import { and, asc, count, eq, gt, isNull } from "drizzle-orm";
import type { Store } from "../store";

const BLOBS_PER_PAGE = 1_000;

export type StoredBlob = { hash: string; bytes: number };

/** Every blob of the instance whose bytes are in the media folder, by hash, a page at a time. */
export async function* walkBlobs({
  db,
  tables: { blobs, texts },
}: Store): AsyncGenerator<StoredBlob, void, undefined> {
  let after = "";
  while (true) {
    const page = await db
      .select({ hash: blobs.hash, bytes: blobs.bytes })
      .from(blobs)
      .leftJoin(texts, eq(texts.hash, blobs.hash))
      .where(and(gt(blobs.hash, after), isNull(texts.hash)))
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
  /** Files in the media folder: texts are in the database. */
  blobs: number;
};

/** How many rows there are of what people care for, deleted ones included. Scans: not for requests. */
export async function takeInventory({ db, tables }: Store): Promise<Inventory> {
  const countRows = async (
    table: (typeof tables)["texts" | (keyof Inventory & keyof typeof tables)],
  ): Promise<number> => (await db.select({ n: count() }).from(table))[0]?.n ?? 0;
  return {
    users: await countRows(tables.users),
    projects: await countRows(tables.projects),
    items: await countRows(tables.items),
    annotations: await countRows(tables.annotations),
    operations: await countRows(tables.operations),
    blobs: (await countRows(tables.blobs)) - (await countRows(tables.texts)),
  };
}
