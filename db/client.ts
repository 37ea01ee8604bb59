import fs from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { tables } from "./schema/tables";
import type { Database, Store } from "./store";

const BUSY_TIMEOUT_MS = 10_000;
const ALL_PAGES = 0x7fffffff;

export type OpenStore = Store & {
  /**
   * Runs `work` on a connection of its own that sees the database as it is now, whatever is written
   * meanwhile. For long walks (exports): the log of the database grows until it ends, so end it.
   */
  snapshot<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** Consistent copy of the whole database while it is in use. Holds this process while it copies. */
  backup(file: string, onProgress?: (done: number, total: number) => void): Promise<void>;
  /** Throws when the file cannot be read or written any more. */
  check(): { migrations: number; journalMode: string };
  /** Aborted by `close`: ends what goes on aside of requests. */
  closed: AbortSignal;
  close(): void;
};

/** Opens (or makes) the SQLite file and brings it up to date. This is the only place that does. */
export function openStore(file: string, migrationsFolder: string): OpenStore {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const writer = connect(file);
  const db = drizzle(writer);
  migrate(db, { migrationsFolder });
  const reader = connect(file);
  reader.pragma("query_only = ON");

  // drizzle types better-sqlite3 as synchronous; awaiting its builders works all the same, and
  // keeps the query functions fit for drivers that really are asynchronous.
  const writing: Store = {
    db: db as unknown as Database,
    tables,
    transaction: (work) => work(writing),
  };
  const lock = createLock();
  const closing = new AbortController();

  return {
    closed: closing.signal,
    db: drizzle(reader) as unknown as Database,
    tables,
    transaction: (work) =>
      lock(async () => {
        writer.exec("BEGIN IMMEDIATE");
        try {
          const result = await work(writing);
          writer.exec("COMMIT");
          return result;
        } catch (error) {
          if (writer.inTransaction) writer.exec("ROLLBACK");
          throw error;
        }
      }),
    snapshot: (work) => readSnapshot(file, work),
    async backup(target, onProgress) {
      await reader.backup(target, {
        progress({ totalPages, remainingPages }) {
          onProgress?.(totalPages - remainingPages, totalPages);
          // In one step: a write by another process between two steps would start it all over.
          return ALL_PAGES;
        },
      });
    },
    check() {
      writer.prepare("select 1").get();
      const row = reader.prepare("select count(*) as n from __drizzle_migrations").get();
      return {
        migrations: Number((row as { n: number }).n),
        journalMode: String(reader.pragma("journal_mode", { simple: true })),
      };
    },
    close() {
      closing.abort();
      reader.close();
      writer.close();
    },
  };
}

/**
 * Runs `work` on a connection of its own that sees the database as it is now and cannot write: what
 * `OpenStore.snapshot` does, for workers, which have no store.
 */
export async function readSnapshot<T>(
  file: string,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const connection = connect(file);
  try {
    connection.pragma("query_only = ON");
    // Long walks read each page once: a large cache would only be memory.
    connection.pragma("cache_size = -4000");
    connection.exec("BEGIN");
    // BEGIN alone is lazy: the first read fixes what the transaction sees.
    connection.prepare("select count(*) from sqlite_schema").get();
    return await work(readOnly(connection));
  } finally {
    connection.close();
  }
}

/**
 * Does any process have the database open? The locks are the kernel's: they cannot outlive a crash,
 * and count for containers that share the folder.
 */
export function isDatabaseInUse(file: string): boolean {
  if (!fs.existsSync(file)) return false;
  const connection = new BetterSqlite3(file, { timeout: 0 });
  try {
    // Leaving WAL is allowed only to the last connection.
    connection.pragma("journal_mode = DELETE");
    return false;
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      return true;
    }
    throw error;
  } finally {
    connection.close();
  }
}

function readOnly(connection: BetterSqlite3.Database): Store {
  return {
    db: drizzle(connection) as unknown as Database,
    tables,
    transaction: () => Promise.reject(new Error("A snapshot cannot be written to.")),
  };
}

function connect(file: string) {
  const connection = new BetterSqlite3(file);
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  connection.pragma("journal_mode = WAL");
  // FULL: what was acknowledged survives a power cut too, not only a crash of the process.
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("cache_size = -32000");
  connection.pragma("temp_store = MEMORY");
  return connection;
}

/** Runs one piece of work after the other, in the order of the calls. */
function createLock() {
  let last: Promise<unknown> = Promise.resolve();
  return function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = last.then(work, work);
    last = run.catch(() => undefined);
    return run;
  };
}
