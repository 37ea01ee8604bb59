import type { Database, Store } from "../store";

/**
 * A statement that is built once for each connection instead of at every call; for the few that run
 * at every save, where building the SQL costs more than running it. Its values are placeholders.
 */
export function prepared<Statement>(
  build: (store: Store) => Statement,
): (store: Store) => Statement {
  const statements = new WeakMap<Database, Statement>();
  return (store) => {
    const known = statements.get(store.db);
    if (known !== undefined) return known;
    const statement = build(store);
    statements.set(store.db, statement);
    return statement;
  };
}
