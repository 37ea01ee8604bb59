import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import * as z from "zod";
import { type ApiToken, TOKEN_SCOPES, type TokenScope } from "@/lib/api/people";
import type { Store } from "../store";
import { audit } from "./audit";
import type { User } from "./users";

export type NewToken = {
  id: string;
  userId: string;
  name: string;
  tokenHash: string;
  scopes: readonly TokenScope[];
  projectId: string | null;
  expiresAt: number | null;
  now: number;
};
/** A person as a token lets them act. */
export type TokenUser = {
  user: User;
  token: {
    id: string;
    scopes: TokenScope[];
    projectId: string | null;
    expiresAt: number | null;
    lastUsedAt: number | null;
  };
};

const scopesSchema = z.array(z.enum(TOKEN_SCOPES));

export async function addToken(store: Store, token: NewToken): Promise<void> {
  const { now, scopes, ...columns } = token;
  await store.transaction(async (tx) => {
    await tx.db
      .insert(tx.tables.apiTokens)
      .values({ ...columns, scopes: JSON.stringify(scopes), createdAt: now });
    await audit(tx, {
      kind: "token.create",
      projectId: token.projectId,
      subject: { id: token.id, name: token.name },
      after: {
        scopes: scopes.join(" "),
        expires: token.expiresAt === null ? null : new Date(token.expiresAt).toISOString(),
      },
    });
  });
}

/** Newest first. */
export async function listTokens(
  { db, tables: { apiTokens, projects } }: Store,
  userId: string,
): Promise<ApiToken[]> {
  const rows = await db
    .select({ token: apiTokens, projectName: projects.name })
    .from(apiTokens)
    .leftJoin(projects, eq(projects.id, apiTokens.projectId))
    .where(eq(apiTokens.userId, userId))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id));
  return rows.map(({ token, projectName }) => ({
    id: token.id,
    name: token.name,
    scopes: scopesSchema.parse(JSON.parse(token.scopes)),
    project: token.projectId === null ? null : { id: token.projectId, name: projectName ?? "" },
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    lastUsedAt: token.lastUsedAt,
  }));
}

/** False when the person has no such token. */
export function revokeToken(
  store: Store,
  { id, userId }: { id: string; userId: string },
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const { apiTokens } = tx.tables;
    const gone = await tx.db
      .delete(apiTokens)
      .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId)))
      .returning({ name: apiTokens.name, projectId: apiTokens.projectId });
    const [token] = gone;
    if (!token) return false;
    const { name, projectId } = token;
    await audit(tx, { kind: "token.revoke", projectId, subject: { id, name } });
    return true;
  });
}

/** Who the token stands for, as they are now; null when it is unknown or they are deactivated. */
export async function findByToken(
  { db, tables: { apiTokens, users } }: Store,
  tokenHash: string,
): Promise<TokenUser | null> {
  const { id, name, email, role } = users;
  const rows = await db
    .select({ user: { id, name, email, role }, token: apiTokens })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.tokenHash, tokenHash), isNull(users.deactivatedAt)));
  const row = rows[0];
  if (!row) return null;
  const { scopes, projectId, expiresAt, lastUsedAt } = row.token;
  return {
    user: row.user,
    token: {
      id: row.token.id,
      scopes: scopesSchema.parse(JSON.parse(scopes)),
      projectId,
      expiresAt,
      lastUsedAt,
    },
  };
}

/** Unless somebody noted a use after `staleBefore`. */
export async function noteTokenUse(
  store: Store,
  { id, now, staleBefore }: { id: string; now: number; staleBefore: number },
): Promise<void> {
  await store.transaction(async ({ db, tables: { apiTokens } }) => {
    const isStale = or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, staleBefore));
    await db
      .update(apiTokens)
      .set({ lastUsedAt: now })
      .where(and(eq(apiTokens.id, id), isStale));
  });
}
