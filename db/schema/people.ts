import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { ACTOR_WAYS, AUDIT_KINDS } from "@/lib/api/people";
import { users } from "./auth";
import { projects } from "./projects";

/** Second factors, in the fields of better-auth's plugin. Secret and codes are encrypted with the server's secret. */
export const twoFactors = sqliteTable(
  "two_factors",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    /** False until the first code from the app was entered. */
    verified: integer("verified", { mode: "boolean" }).notNull().default(true),
    failedVerificationCount: integer("failed_verification_count").notNull().default(0),
    lockedUntil: integer("locked_until"),
  },
  (table) => [uniqueIndex("two_factors_user").on(table.userId)],
);

/** Keys with which programs act in a person's name. */
export const apiTokens = sqliteTable(
  "api_tokens",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** SHA-256, hex; the token itself is shown once and never stored. */
    tokenHash: text("token_hash").notNull().unique(),
    /** JSON array of scopes. */
    scopes: text("scopes").notNull(),
    /** Null: every project of the person. */
    projectId: text("project_id").references(() => projects.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
    /** Null: until it is revoked. */
    expiresAt: integer("expires_at"),
    /** To the minute: not every request is written down. */
    lastUsedAt: integer("last_used_at"),
  },
  (table) => [index("api_tokens_user").on(table.userId, table.createdAt)],
);

/**
 * Who did what, on what, when, from where. Written once: triggers refuse changes. It refers to nothing, so that it
 * outlives what it tells of; names are as they were then.
 */
export const auditEvents = sqliteTable(
  "audit_events",
  {
    /** UUIDv7: in the order of the writes. */
    id: text("id").primaryKey(),
    at: integer("at").notNull(),
    /** Null: nobody who is known (a failed sign-in), or the server itself. */
    actorId: text("actor_id"),
    actorName: text("actor_name"),
    via: text("via", { enum: ACTOR_WAYS }).notNull(),
    address: text("address"),
    kind: text("kind", { enum: AUDIT_KINDS }).notNull(),
    projectId: text("project_id"),
    subjectId: text("subject_id"),
    subjectName: text("subject_name"),
    /** JSON objects with what changed, or null. */
    before: text("before"),
    after: text("after"),
  },
  (table) => [
    index("audit_events_project").on(table.projectId, table.id).where(sql`project_id is not null`),
    index("audit_events_actor").on(table.actorId, table.id),
    index("audit_events_at").on(table.at),
  ],
);
