import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";

export const ROLES = ["manager", "reviewer", "annotator", "viewer"] as const;
const emailSchema = z.email().check(z.maxLength(320));
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

export const memberSchema = z.object({
  userId: idSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  createdAt: z.number(),
  /** False: the account is deactivated; nothing can be handed to them. */
  isActive: z.boolean(),
});
export type Member = z.infer<typeof memberSchema>;

/** An invitation that nobody has used yet. */
export const invitationSchema = z.object({
  id: idSchema,
  /** Null: whoever has the link. */
  email: z.nullable(z.string()),
  /** Null: an account without a project. */
  role: z.nullable(roleSchema),
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** GET /api/v1/projects/:projectId/members */
export const memberListSchema = z.object({
  members: z.array(memberSchema),
  invitations: z.array(invitationSchema),
});

/** PUT /api/v1/projects/:projectId/members/:userId: adds a person or changes the role. */
export const setMemberSchema = z.strictObject({ role: roleSchema });

/** POST /api/v1/projects/:projectId/members: a person who has an account. */
export const addMemberSchema = z.strictObject({ email: emailSchema, role: roleSchema });

/** POST /api/v1/projects/:projectId/invitations, and without a role POST /api/v1/invitations */
export const createInvitationSchema = z.strictObject({
  email: z._default(z.nullable(emailSchema), null),
  role: roleSchema,
});
export const createInstanceInvitationSchema = z.omit(createInvitationSchema, { role: true });
/** The token is shown this once: the link is /invite/<token>. */
export const createdInvitationSchema = z.object({
  id: idSchema,
  token: z.string(),
  expiresAt: z.number(),
});

/** GET /api/v1/users, for owners */
export const userListSchema = z.object({
  users: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      email: z.string(),
      role: z.enum(["owner", "member"]),
      createdAt: z.number(),
      /** Null: the person may sign in. */
      deactivatedAt: z.nullable(z.number()),
      hasTwoFactor: z.boolean(),
    }),
  ),
  invitations: z.array(invitationSchema),
});
export type UserList = z.infer<typeof userListSchema>;

/** POST /api/v1/password-reset/request; always answered by 202 */
export const requestResetSchema = z.strictObject({ email: emailSchema });
/** POST /api/v1/password-reset/confirm */
export const confirmResetSchema = z.strictObject({
  token: z.string().check(z.minLength(1), z.maxLength(200)),
  password: z.string().check(z.minLength(10), z.maxLength(256)),
});

/** POST /api/v1/users/:userId/reset-link: the link is /reset-password/<token>. */
export const resetLinkSchema = z.object({ token: z.string() });
