import BetterSqlite3 from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";

const MEASURED_MS = 3_000;

type Row = Record<string, string | number | bigint | null>;

/**
 * How many operations a second SQLite itself takes: the rows of stored operations once more under
 * new ids, by prepared inserts into the same database with the server's pragmas, one transaction
 * for each. Nobody else may have the database open.
 */
export function rawInsertsPerSecond(options: { databaseFile: string; changes: number }): number {
  const db = new BetterSqlite3(options.databaseFile);
  try {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    db.pragma("cache_size = -32000");
    const annotations = db.prepare("select * from annotations limit 1000").all() as Row[];
    const operation = db.prepare("select * from operations limit 1").get() as Row;
    const first = annotations[0];
    if (!first) throw new Error("There are no stored rows to insert again.");
    const addAnnotation = db.prepare(insertOf("annotations", first));
    const addOperation = db.prepare(insertOf("operations", operation));
    let next = 0;
    const one = db.transaction(() => {
      for (let n = 0; n < options.changes; n += 1) {
        addAnnotation.run({ ...annotations[next++ % annotations.length], id: uuidv7() });
      }
      addOperation.run({ ...operation, op_id: uuidv7() });
    });
    const startedAt = performance.now();
    let done = 0;
    for (; performance.now() - startedAt < MEASURED_MS; done += 1) one.immediate();
    return done / ((performance.now() - startedAt) / 1_000);
  } finally {
    db.close();
  }
}

function insertOf(table: string, row: Row): string {
  const columns = Object.keys(row);
  const values = columns.map((column) => `$${column}`).join(", ");
  return `insert into ${table} (${columns.join(", ")}) values (${values})`;
}
