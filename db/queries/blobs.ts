import { and, asc, count, countDistinct, eq, exists, gt, isNull, or } from "drizzle-orm";
import type { Store } from "../store";

const BLOBS_PER_PAGE = 1_000;

export type StoredBlob = { hash: string; bytes: number };

/** Every blob of the instance whose bytes are in the media folder, by hash, a page at a time. */
export async function* walkBlobs({
  db,
  tables: { blobs, texts, modelFiles },
}: Store): AsyncGenerator<StoredBlob, void, undefined> {
  let after = "";
  // A text that lies beside a model has its bytes in the folder, even when an item says the same.
  const ofModel = db
    .select({ id: modelFiles.id })
    .from(modelFiles)
    .where(eq(modelFiles.hash, blobs.hash));
  while (true) {
    const page = await db
      .select({ hash: blobs.hash, bytes: blobs.bytes })
      .from(blobs)
      .leftJoin(texts, eq(texts.hash, blobs.hash))
      .where(and(gt(blobs.hash, after), or(isNull(texts.hash), exists(ofModel))))
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
  const { texts, modelFiles } = tables;
  const both = await db
    .select({ n: countDistinct(modelFiles.hash) })
    .from(modelFiles)
    .innerJoin(texts, eq(texts.hash, modelFiles.hash));
  const onlyTexts = (await countRows(texts)) - (both[0]?.n ?? 0);
  return {
    users: await countRows(tables.users),
    projects: await countRows(tables.projects),
    items: await countRows(tables.items),
    annotations: await countRows(tables.annotations),
    operations: await countRows(tables.operations),
    blobs: (await countRows(tables.blobs)) - onlyTexts,
  };
}
