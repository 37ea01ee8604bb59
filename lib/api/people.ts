import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";

/** By what a person, or nobody, acted. `server`: work that goes on by itself. */
export const ACTOR_WAYS = ["browser", "token", "command-line", "server"] as const;
export type ActorWay = (typeof ACTOR_WAYS)[number];

/** What the audit log tells of, in the groups in which it is filtered. */
export const AUDIT_GROUPS = {
  signIn: [
    "sign_in",
    "sign_in.password",
    "sign_in.failed",
    "sign_out",
    "session.end",
    "password.link",
    "password.reset",
    "password.change",
    "two_factor.on",
    "two_factor.off",
    "two_factor.reset",
    "two_factor.codes",
    "two_factor.code_used",
    "two_factor.failed",
  ],
  accounts: [
    "account.create",
    "account.link",
    "account.role",
    "account.deactivate",
    "account.reactivate",
  ],
  invitations: ["invitation.create", "invitation.accept", "invitation.revoke"],
  members: ["member.add", "member.role", "member.remove"],
  projects: [
    "project.create",
    "project.rename",
    "project.settings",
    "project.delete",
    "project.restore",
  ],
  labels: [
    "label.create",
    "label.change",
    "label.order",
    "label.merge",
    "label.delete",
    "label.restore",
  ],
  exports: ["export.download", "audit.download"],
  tokens: ["token.create", "token.revoke"],
} as const;
export type AuditGroup = keyof typeof AUDIT_GROUPS;
export type AuditKind = (typeof AUDIT_GROUPS)[AuditGroup][number];
export const AUDIT_GROUP_NAMES = Object.keys(AUDIT_GROUPS) as AuditGroup[];
export const AUDIT_KINDS = Object.values(AUDIT_GROUPS).flat() as [AuditKind, ...AuditKind[]];

const detailSchema = z.nullable(z.record(z.string(), z.unknown()));
export const auditEventSchema = z.object({
  id: idSchema,
  /** In ms since 1970. */
  at: z.number(),
  actor: z.nullable(z.object({ id: idSchema, name: z.string() })),
  via: z.enum(ACTOR_WAYS),
  address: z.nullable(z.string()),
  kind: z.enum(AUDIT_KINDS),
  project: z.nullable(z.object({ id: idSchema, name: z.string() })),
  /** Who or what it was done to, as it was called then. */
  subject: z.nullable(z.object({ id: z.nullable(z.string()), name: z.string() })),
  before: detailSchema,
  after: detailSchema,
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** GET /api/v1/audit for owners, GET /api/v1/projects/:projectId/audit for managers; `.csv` of both without pages */
export const auditQuerySchema = z.strictObject({
  actorId: z.optional(idSchema),
  group: z.optional(z.enum(Object.keys(AUDIT_GROUPS) as [AuditGroup, ...AuditGroup[]])),
  projectId: z.optional(idSchema),
  /** In ms since 1970: from included, to excluded. */
  from: z.optional(z.coerce.number().check(z.int(), z.gte(0))),
  to: z.optional(z.coerce.number().check(z.int(), z.gte(0))),
  /** Id of the last event of the page before. */
  after: z.optional(idSchema),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
export const auditPageSchema = z.object({
  events: z.array(auditEventSchema),
  /** Pass as `after` for older ones; null at the end. */
  next: z.nullable(idSchema),
  /** Who stands in this log, for the filter; of the first page alone. */
  people: z.array(z.object({ id: idSchema, name: z.string() })),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** `read` is in every token. What each may: docs/api.md. */
export const TOKEN_SCOPES = ["read", "annotate", "export", "manage", "admin"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];
export const TOKEN_PREFIX = "trazo_";

export const apiTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  scopes: z.array(z.enum(TOKEN_SCOPES)),
  project: z.nullable(z.object({ id: idSchema, name: z.string() })),
  createdAt: z.number(),
  expiresAt: z.nullable(z.number()),
  lastUsedAt: z.nullable(z.number()),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** GET /api/v1/account/tokens */
export const apiTokenListSchema = z.object({ tokens: z.array(apiTokenSchema) });
/** POST /api/v1/account/tokens */
export const createTokenSchema = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  scopes: z.array(z.enum(TOKEN_SCOPES)).check(z.maxLength(10)),
  projectId: z._default(z.nullable(idSchema), null),
  /** Null: until it is revoked. */
  days: z._default(z.nullable(z.int().check(z.gte(1), z.lte(3_650))), 90),
});
/** The token is in this answer and nowhere else. */
export const createdTokenSchema = z.object({
  id: idSchema,
  token: z.string(),
  expiresAt: z.nullable(z.number()),
});

/** GET /api/v1/account: what the account page shows besides name and address. */
export const accountSchema = z.object({
  hasPassword: z.boolean(),
  hasTwoFactor: z.boolean(),
  /** The server demands a second factor, and there is none yet. */
  needsSecondFactor: z.boolean(),
  /** Signs in through the single sign-on too. */
  isLinked: z.boolean(),
});
export type Account = z.infer<typeof accountSchema>;

/** PATCH /api/v1/users/:userId, for owners */
export const changeUserSchema = z.strictObject({
  role: z.optional(z.enum(["owner", "member"])),
  isDeactivated: z.optional(z.boolean()),
});
export type ChangeUser = z.infer<typeof changeUserSchema>;

/** GET /api/v1/account/sessions; DELETE ends all but this one, DELETE …/:sessionId that one */
export const sessionListSchema = z.object({
  sessions: z.array(
    z.object({
      id: idSchema,
      ipAddress: z.nullable(z.string()),
      userAgent: z.nullable(z.string()),
      createdAt: z.number(),
      /** Last seen, to the hour. */
      updatedAt: z.number(),
      isCurrent: z.boolean(),
    }),
  ),
});
