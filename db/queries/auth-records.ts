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
  sql,
} from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Store } from "../store";
import { auditAuthCreate, auditAuthDelete, auditAuthUpdate } from "./audit-auth";

/**
 * Generic records for better-auth, whose adapter speaks of models, fields and conditions. It gets
 * its own tables and nothing else; its writes go through the same one writer as ours.
 */
export const AUTH_MODELS = [
  "users",
  "sessions",
  "accounts",
  "verifications",
  "twoFactors",
] as const;
export type AuthModel = (typeof AUTH_MODELS)[number];
export type AuthRecord = Record<string, unknown>;
export type AuthCondition = {
  field: string;
  value: unknown;
  operator: string;
  connector: "AND" | "OR";
};

export function createAuthRecord(store: Store, model: AuthModel, data: AuthRecord) {
  const table = tableOf(store, model);
  return store.transaction(async (tx) => {
    const rows = await tx.db.insert(table).values(data).returning();
    const row = rows[0] as AuthRecord;
    await auditAuthCreate(tx, model, row);
    return row;
  });
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
  return store.transaction(async (tx) => {
    const set = tx.db.update(table).set(data).where(condition(table, where));
    const rows = (await set.returning()) as AuthRecord[];
    await auditAuthUpdate(tx, model, { rows, data });
    return rows;
  });
}

/** Adds to numbers and sets fields of the one record that meets the conditions; null when none does. */
export function incrementAuthRecord(
  store: Store,
  model: AuthModel,
  change: {
    where: readonly AuthCondition[];
    increment: Readonly<Record<string, number>>;
    set?: AuthRecord | undefined;
  },
): Promise<AuthRecord | null> {
  const table = tableOf(store, model);
  return store.transaction(async (tx) => {
    const sums = Object.entries(change.increment).map(([name, by]) => {
      const field = column(table, name);
      return [name, sql`coalesce(${field}, 0) + ${by}`] as const;
    });
    const data: AuthRecord = { ...change.set, ...Object.fromEntries(sums) };
    const set = tx.db.update(table).set(data).where(condition(table, change.where));
    const rows = (await set.returning()) as AuthRecord[];
    await auditAuthUpdate(tx, model, { rows, data });
    return rows[0] ?? null;
  });
}

export async function deleteAuthRecords(
  store: Store,
  model: AuthModel,
  where: readonly AuthCondition[],
): Promise<AuthRecord[]> {
  const table = tableOf(store, model);
  return store.transaction(async (tx) => {
    const rows: AuthRecord[] = await tx.db.delete(table).where(condition(table, where)).returning();
    await auditAuthDelete(tx, model, rows);
    return rows;
  });
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
