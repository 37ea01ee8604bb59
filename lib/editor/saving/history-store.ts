import { type DBSchema, openDB } from "idb";
import * as z from "zod/mini";

/** Undo stacks kept across a reload; older items are forgotten first. */
export const KEPT_HISTORIES = 200;

const historySchema = z.json();
export type StoredHistory = z.infer<typeof historySchema>;

/** One opaque JSON value per person and item; its shape is the undo stack's own business. */
export interface HistoryStore {
  save(itemId: string, history: unknown): Promise<void>;
  /** Null when nothing usable is kept. The reader validates the shape. */
  load(itemId: string): Promise<StoredHistory | null>;
  close(): void;
}

type HistoryRow = { key: [string, string]; history: unknown; savedAt: number };

interface HistorySchema extends DBSchema {
  histories: { key: [string, string]; value: HistoryRow; indexes: { bySavedAt: number } };
}

export async function openHistoryStore(options: {
  userId: string;
  /** Milliseconds since 1970; decides which stack is the oldest. */
  now: () => number;
  name?: string;
}): Promise<HistoryStore> {
  const { userId, now, name = "trazo-history" } = options;
  const database = await openDB<HistorySchema>(name, 1, {
    upgrade(db) {
      const histories = db.createObjectStore("histories", { keyPath: "key" });
      histories.createIndex("bySavedAt", "savedAt");
    },
    blocking: () => database.close(),
  });
  return {
    async save(itemId, history) {
      const transaction = database.transaction("histories", "readwrite");
      await transaction.store.put({ key: [userId, itemId], history, savedAt: now() });
      let surplus = (await transaction.store.count()) - KEPT_HISTORIES;
      let cursor = surplus > 0 ? await transaction.store.index("bySavedAt").openCursor() : null;
      while (cursor && surplus > 0) {
        await cursor.delete();
        surplus -= 1;
        cursor = await cursor.continue();
      }
      await transaction.done;
    },
    async load(itemId) {
      const row = await database.get("histories", [userId, itemId]);
      const parsed = historySchema.safeParse(row?.history);
      return parsed.success ? parsed.data : null;
    },
    close: () => database.close(),
  };
}
