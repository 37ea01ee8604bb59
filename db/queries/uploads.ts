import { eq, lt } from "drizzle-orm";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";

export type UploadRow = Tables["uploads"]["$inferSelect"];

export async function addUpload(
  store: Store,
  upload: Omit<Tables["uploads"]["$inferInsert"], "receivedBytes" | "updatedAt">,
): Promise<void> {
  await store.transaction(async ({ db, tables: { uploads } }) => {
    await db.insert(uploads).values({ ...upload, updatedAt: upload.createdAt });
  });
}

export async function readUpload(
  { db, tables: { uploads } }: Store,
  uploadId: string,
): Promise<UploadRow | null> {
  const rows = await db.select().from(uploads).where(eq(uploads.id, uploadId));
  return rows[0] ?? null;
}

export async function setUploadReceived(
  store: Store,
  { uploadId, receivedBytes, now }: { uploadId: string; receivedBytes: number; now: number },
): Promise<void> {
  await store.transaction(async ({ db, tables: { uploads } }) => {
    await db.update(uploads).set({ receivedBytes, updatedAt: now }).where(eq(uploads.id, uploadId));
  });
}

export async function deleteUpload(store: Store, uploadId: string): Promise<void> {
  await store.transaction(async ({ db, tables: { uploads } }) => {
    await db.delete(uploads).where(eq(uploads.id, uploadId));
  });
}

/** The uploads that nothing was added to since `before`. */
export async function listAbandonedUploads(
  { db, tables: { uploads } }: Store,
  before: number,
): Promise<string[]> {
  const rows = await db
    .select({ id: uploads.id })
    .from(uploads)
    .where(lt(uploads.updatedAt, before));
  return rows.map(({ id }) => id);
}
