import "server-only";
import { type CleanedWhere, createAdapterFactory } from "better-auth/adapters";
import { APIError } from "better-auth/api";
import { DeactivatedError } from "@/db/queries/audit-auth";
import {
  AUTH_MODELS,
  type AuthCondition,
  type AuthModel,
  type AuthRecord,
  countAuthRecords,
  createAuthRecord,
  deleteAuthRecords,
  findAuthRecords,
  incrementAuthRecord,
  updateAuthRecords,
} from "@/db/queries/auth-records";
import type { Store } from "@/db/store";

/** better-auth on our own store: its writes wait in the same queue as everybody's. */
export function authAdapter(store: Store) {
  return createAdapterFactory({
    config: {
      adapterId: "trazo",
      usePlural: true,
      supportsNumericIds: false,
      // Times are integer milliseconds everywhere in the database.
      customTransformInput: ({ data }) => (data instanceof Date ? data.getTime() : data),
      customTransformOutput: ({ data, fieldAttributes }) =>
        fieldAttributes.type === "date" && typeof data === "number" ? new Date(data) : data,
    },
    adapter: () => ({
      async create({ model, data }) {
        try {
          return (await createAuthRecord(store, modelOf(model), data)) as typeof data;
        } catch (error) {
          if (!(error instanceof DeactivatedError)) throw error;
          throw new APIError("FORBIDDEN", { code: "ACCOUNT_DEACTIVATED", message: error.message });
        }
      },
      async findOne<T>({ model, where }: { model: string; where: CleanedWhere[] }) {
        const rows = await findAuthRecords(store, modelOf(model), {
          where: conditions(where),
          limit: 1,
        });
        return (rows[0] ?? null) as T | null;
      },
      async findMany<T>(query: {
        model: string;
        where?: CleanedWhere[] | undefined;
        limit: number;
        sortBy?: { field: string; direction: "asc" | "desc" } | undefined;
        offset?: number | undefined;
      }) {
        return (await findAuthRecords(store, modelOf(query.model), {
          where: conditions(query.where),
          limit: query.limit,
          sortBy: query.sortBy,
          offset: query.offset,
        })) as T[];
      },
      async update<T>({
        model,
        where,
        update,
      }: {
        model: string;
        where: CleanedWhere[];
        update: T;
      }) {
        const rows = await updateAuthRecords(
          store,
          modelOf(model),
          conditions(where),
          update as AuthRecord,
        );
        return (rows[0] ?? null) as T | null;
      },
      async updateMany({ model, where, update }) {
        return (await updateAuthRecords(store, modelOf(model), conditions(where), update)).length;
      },
      async delete({ model, where }) {
        await deleteAuthRecords(store, modelOf(model), conditions(where));
      },
      async deleteMany({ model, where }) {
        return (await deleteAuthRecords(store, modelOf(model), conditions(where))).length;
      },
      async consumeOne<T>({ model, where }: { model: string; where: CleanedWhere[] }) {
        const rows = await deleteAuthRecords(store, modelOf(model), conditions(where));
        return (rows[0] ?? null) as T | null;
      },
      async incrementOne<T>(change: {
        model: string;
        where: CleanedWhere[];
        increment: Record<string, number>;
        set?: Record<string, unknown> | undefined;
      }) {
        return (await incrementAuthRecord(store, modelOf(change.model), {
          where: conditions(change.where),
          increment: change.increment,
          set: change.set,
        })) as T | null;
      },
      async count({ model, where }) {
        return countAuthRecords(store, modelOf(model), conditions(where));
      },
    }),
  });
}

function modelOf(name: string): AuthModel {
  const model = AUTH_MODELS.find((known) => known === name);
  if (!model) throw new Error(`better-auth asked for the unknown model ${name}`);
  return model;
}

function conditions(where: readonly CleanedWhere[] | undefined): AuthCondition[] {
  return (where ?? []).map(({ field, value, operator, connector }) => ({
    field,
    value,
    operator: operator ?? "eq",
    connector: connector ?? "AND",
  }));
}
