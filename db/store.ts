import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type { Tables } from "./schema/tables";

/** What every query function takes first. The same functions serve SQLite and, later, PostgreSQL. */
export type Database = BaseSQLiteDatabase<"async", unknown>;

export type Store = {
  /** Reads see the last commit; inside a transaction they see its own writes. */
  db: Database;
  tables: Tables;
  /**
   * Runs `work` alone among writers, and commits; rolls back when it throws. Inside a transaction
   * it joins the one that is open. Keep it short and await nothing but queries in it.
   */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
};
