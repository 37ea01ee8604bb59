import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Invitation } from "@/lib/api/members";
import { actAs, currentActor } from "../actor";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { audit } from "./audit";
import { findRole, setMember } from "./members";

export type NewInvitation = Pick<
  Tables["invitations"]["$inferInsert"],
  "id" | "tokenHash" | "createdBy" | "createdAt" | "expiresAt"
> & {
  email: string | null;
  projectId: string | null;
  role: Invitation["role"];
};

export async function addInvitation(store: Store, invitation: NewInvitation): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.db.insert(tx.tables.invitations).values(invitation);
    const { projectId } = invitation;
    const subject = subjectOf(invitation);
    await audit(tx, { kind: "invitation.create", projectId, subject, after: roleOf(invitation) });
  });
}

/** Invitations that can still be used, newest first: of a project, or those to no project. */
export async function listInvitations(
  { db, tables: { invitations } }: Store,
  { projectId, now }: { projectId: string | null; now: number },
): Promise<Invitation[]> {
  const { id, email, role, createdAt, expiresAt } = invitations;
  return db
    .select({ id, email, role, createdAt, expiresAt })
    .from(invitations)
    .where(
      and(
        projectId === null ? isNull(invitations.projectId) : eq(invitations.projectId, projectId),
        isNull(invitations.acceptedAt),
        gt(invitations.expiresAt, now),
      ),
    )
    .orderBy(desc(createdAt), desc(id));
}

/** Takes an unused invitation back; false when there is none. */
export function revokeInvitation(
  store: Store,
  { id, projectId }: { id: string; projectId: string | null },
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const { invitations } = tx.tables;
    const gone = await tx.db
      .delete(invitations)
      .where(
        and(
          eq(invitations.id, id),
          projectId === null ? isNull(invitations.projectId) : eq(invitations.projectId, projectId),
          isNull(invitations.acceptedAt),
        ),
      )
      .returning({ id: invitations.id, email: invitations.email, role: invitations.role });
    const [invitation] = gone;
    if (!invitation) return false;
    const subject = subjectOf(invitation);
    await audit(tx, { kind: "invitation.revoke", projectId, subject, before: roleOf(invitation) });
    return true;
  });
}

export type OpenInvitation = Invitation & { projectId: string | null; projectName: string | null };

/** The invitation behind a token, while it can be used and its project is there. */
export async function findInvitation(
  { db, tables: { invitations, projects } }: Store,
  { tokenHash, now }: { tokenHash: string; now: number },
): Promise<OpenInvitation | null> {
  const { id, email, role, createdAt, expiresAt, projectId } = invitations;
  const rows = await db
    .select({
      id,
      email,
      role,
      createdAt,
      expiresAt,
      projectId,
      projectName: projects.name,
      projectGone: projects.deletedAt,
    })
    .from(invitations)
    .leftJoin(projects, eq(projects.id, projectId))
    .where(
      and(eq(invitations.tokenHash, tokenHash), isNull(invitations.acceptedAt), gt(expiresAt, now)),
    );
  const row = rows[0];
  if (!row || row.projectGone !== null) return null;
  const { projectGone: _gone, ...invitation } = row;
  return invitation;
}

/**
 * Uses the invitation up, once: `join` makes or finds the account in the same transaction. Whoever
 * is a member already keeps their role. Null when it cannot be used any more.
 */
export function acceptInvitation(
  store: Store,
  {
    tokenHash,
    now,
    join,
  }: {
    tokenHash: string;
    now: number;
    join: (tx: Store) => Promise<string>;
  },
): Promise<{ userId: string } | null> {
  return store.transaction(async (tx) => {
    const invitation = await findInvitation(tx, { tokenHash, now });
    if (!invitation) return null;
    const userId = await join(tx);
    const { projectId, role } = invitation;
    if (projectId !== null && role !== null && !(await findRole(tx, { projectId, userId }))) {
      // Whoever joins adds themselves: before, nobody was signed in.
      await actAs({ ...currentActor(), userId }, () =>
        setMember(tx, { projectId, userId, role, now }),
      );
    }
    const { invitations } = tx.tables;
    await tx.db
      .update(invitations)
      .set({ acceptedBy: userId, acceptedAt: now })
      .where(eq(invitations.id, invitation.id));
    await audit(tx, {
      kind: "invitation.accept",
      projectId,
      subject: subjectOf(invitation),
      after: roleOf(invitation),
      actorId: userId,
    });
    return { userId };
  });
}

/** Named by whom it is for; an open link has no name. */
function subjectOf({ id, email }: { id: string; email: string | null }) {
  return { id, name: email ?? "" };
}

function roleOf({ role }: { role: Invitation["role"] }) {
  return role === null ? null : { role };
}

/** Is there an open invitation for this very address? */
export async function hasInvitation(
  store: Store,
  who: { email: string; now: number },
): Promise<boolean> {
  return (await invitationsFor(store, who)).length > 0;
}

/** Uses up every open invitation for the address of an account that somebody else vouches for. */
export function acceptInvitationsFor(
  store: Store,
  who: { userId: string; email: string; now: number },
): Promise<void> {
  return store.transaction(async (tx) => {
    const join = async () => who.userId;
    for (const tokenHash of await invitationsFor(tx, who)) {
      await acceptInvitation(tx, { tokenHash, now: who.now, join });
    }
  });
}

async function invitationsFor(
  { db, tables: { invitations } }: Store,
  { email, now }: { email: string; now: number },
): Promise<string[]> {
  const rows = await db
    .select({ tokenHash: invitations.tokenHash })
    .from(invitations)
    .where(
      and(
        eq(invitations.email, email.toLowerCase()),
        isNull(invitations.acceptedAt),
        gt(invitations.expiresAt, now),
      ),
    );
  return rows.map(({ tokenHash }) => tokenHash);
}
