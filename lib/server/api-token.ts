import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import {
  addToken,
  findByToken,
  listTokens,
  noteTokenUse,
  revokeToken,
  type TokenUser,
} from "@/db/queries/api-tokens";
import { findRole } from "@/db/queries/members";
import { needsSecondFactor } from "@/db/queries/second-factor";
import type { User } from "@/db/queries/users";
import type { Store } from "@/db/store";
import { type createdTokenSchema, type createTokenSchema, TOKEN_PREFIX } from "@/lib/api/people";
import { getApp } from "./app";
import { AppError } from "./app-error";
import { addressOf, take } from "./request-limit";
import { currentUser } from "./session";

const TOKEN_BYTES = 32;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** A token in use is written to no more often. */
const USE_NOTED_MS = 60_000;
/** Wrong tokens from one address. */
const WRONG_LIMIT = { max: 30, windowMs: 60_000 };
const MAX_TOKENS = 100;

export type Caller = { user: User; token: TokenUser["token"] } | { user: User | null; token: null };

/** Who asks: by a token, which then counts alone, or by the cookie of a browser. */
export async function findCaller(request: Request, store: Store): Promise<Caller> {
  const token = bearerOf(request);
  if (token === null) return { user: await currentUser(request.headers), token: null };
  const now = Date.now();
  const found = await findByToken(store, hashToken(token));
  if (!found || (found.token.expiresAt !== null && found.token.expiresAt <= now)) {
    take(`${addressOf(request) ?? "local"} wrong token`, WRONG_LIMIT);
    const message = "This token is not known, has expired or was revoked.";
    throw new AppError("invalid_api_token", message);
  }
  await noteUse(store, found.token, now);
  const { requireTwoFactor } = getApp().settings;
  const mustSetUp = await needsSecondFactor(store, found.user, requireTwoFactor);
  return mustSetUp ? { ...found, user: { ...found.user, needsSecondFactor: true } } : found;
}

/** Other schemes and other tokens are a proxy's. */
function bearerOf(request: Request): string | null {
  const [scheme, token] = request.headers.get("authorization")?.trim().split(/\s+/) ?? [];
  if (scheme?.toLowerCase() !== "bearer" || !token?.startsWith(TOKEN_PREFIX)) return null;
  return token;
}

async function noteUse(store: Store, token: TokenUser["token"], now: number): Promise<void> {
  const staleBefore = now - USE_NOTED_MS;
  if (token.lastUsedAt !== null && token.lastUsedAt >= staleBefore) return;
  await noteTokenUse(store, { id: token.id, now, staleBefore });
}

type Wanted = z.output<typeof createTokenSchema>;

/** Makes a token; it is in the answer and nowhere else. */
export async function createToken(
  store: Store,
  user: User,
  { days, projectId, ...wanted }: Wanted,
): Promise<z.infer<typeof createdTokenSchema>> {
  const hasProject =
    projectId === null ||
    user.role === "owner" ||
    (await findRole(store, { projectId, userId: user.id })) !== null;
  if (!hasProject) throw new AppError("not_found", "There is no such project.");
  if ((await listTokens(store, user.id)).length >= MAX_TOKENS) {
    throw new AppError("refused", `Nobody has more than ${MAX_TOKENS} tokens. Revoke some first.`);
  }
  const id = uuidv7();
  const token = `${TOKEN_PREFIX}${randomBytes(TOKEN_BYTES).toString("base64url")}`;
  const now = Date.now();
  const expiresAt = days === null ? null : now + days * DAY_MS;
  await addToken(store, {
    id,
    userId: user.id,
    name: wanted.name,
    tokenHash: hashToken(token),
    scopes: [...new Set(["read" as const, ...wanted.scopes])],
    projectId,
    expiresAt,
    now,
  });
  return { id, token, expiresAt };
}

export async function withdrawToken(
  store: Store,
  token: { id: string; userId: string },
): Promise<void> {
  if (!(await revokeToken(store, token))) {
    throw new AppError("not_found", "There is no such token.");
  }
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
