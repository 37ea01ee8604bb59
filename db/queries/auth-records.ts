import {
  and,
  asc,
  type Column,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  like,
  lt,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
} from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Store } from "../store";

/**
 * Generic records for better-auth, whose adapter speaks of models, fields and conditions. It gets
 * its four tables and nothing else; its writes go through the same one writer as ours.
 */
export const AUTH_MODELS = ["users", "sessions", "accounts", "verifications"] as const;
export type AuthModel = (typeof AUTH_MODELS)[number];
export type AuthRecord = Record<string, unknown>;
export type AuthCondition = {
  field: string;
  value: unknown;
  operator: string;
  connector: "AND" | "OR";
};

export async function createAuthRecord(store: Store, model: AuthModel, data: AuthRecord) {
  const table = tableOf(store, model);
  const rows = await store.transaction(({ db }) => db.insert(table).values(data).returning());
  return rows[0] as AuthRecord;
}

export async function findAuthRecords(
  store: Store,
  model: AuthModel,
  query: {
    where: readonly AuthCondition[];
    limit?: number | undefined;
    offset?: number | undefined;
    sortBy?: { field: string; direction: "asc" | "desc" } | undefined;
  },
): Promise<AuthRecord[]> {
  const table = tableOf(store, model);
  const base = store.db.select().from(table).where(condition(table, query.where));
  const order = query.sortBy
    ? [(query.sortBy.direction === "desc" ? desc : asc)(column(table, query.sortBy.field))]
    : [];
  return base
    .orderBy(...order)
    .limit(query.limit ?? 100)
    .offset(query.offset ?? 0);
}

export async function updateAuthRecords(
  store: Store,
  model: AuthModel,
  where: readonly AuthCondition[],
  data: AuthRecord,
): Promise<AuthRecord[]> {
  const table = tableOf(store, model);
  return store.transaction(({ db }) =>
    db.update(table).set(data).where(condition(table, where)).returning(),
  ) as Promise<AuthRecord[]>;
}

export async function deleteAuthRecords(
  store: Store,
  model: AuthModel,
  where: readonly AuthCondition[],
): Promise<number> {
  const table = tableOf(store, model);
  const rows = await store.transaction(({ db }) =>
    db.delete(table).where(condition(table, where)).returning(),
  );
  return rows.length;
}

export async function countAuthRecords(
  store: Store,
  model: AuthModel,
  where: readonly AuthCondition[],
): Promise<number> {
  const table = tableOf(store, model);
  const rows = await store.db.select({ n: count() }).from(table).where(condition(table, where));
  return rows[0]?.n ?? 0;
}

function tableOf(store: Store, model: AuthModel): SQLiteTable {
  return store.tables[model];
}

function column(table: SQLiteTable, field: string): Column {
  const found = (table as unknown as Record<string, Column | undefined>)[field];
  if (!found) throw new Error(`better-auth asked for the unknown field ${field}`);
  return found;
}

const OPERATORS: Record<string, (field: Column, value: unknown) => SQL> = {
  eq: (field, value) => eq(field, value),
  ne: (field, value) => ne(field, value),
  lt: (field, value) => lt(field, value),
  lte: (field, value) => lte(field, value),
  gt: (field, value) => gt(field, value),
  gte: (field, value) => gte(field, value),
  in: (field, value) => inArray(field, Array.isArray(value) ? value : [value]),
  not_in: (field, value) => notInArray(field, Array.isArray(value) ? value : [value]),
  contains: (field, value) => like(field, `%${value}%`),
  starts_with: (field, value) => like(field, `${value}%`),
  ends_with: (field, value) => like(field, `%${value}`),
};

/** All AND conditions together with one group of the OR conditions, as better-auth means it. */
function condition(table: SQLiteTable, where: readonly AuthCondition[]): SQL | undefined {
  const toSql = ({ field, operator, value }: AuthCondition) => {
    const make = OPERATORS[operator];
    if (!make) throw new Error(`better-auth asked for the unknown operator ${operator}`);
    return make(column(table, field), value instanceof Date ? value.getTime() : value);
  };
  const all = where.filter((clause) => clause.connector !== "OR").map(toSql);
  const any = where.filter((clause) => clause.connector === "OR").map(toSql);
  return and(...all, any.length > 0 ? or(...any) : undefined);
}
