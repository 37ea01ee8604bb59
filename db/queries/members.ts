import { and, asc, eq } from "drizzle-orm";
import type { Member } from "@/lib/api/members";
import type { ProjectRole } from "../schema/projects";
import type { Store } from "../store";
import { audit, userSubject } from "./audit";
import { releaseAssignmentsOf } from "./release-person";

type Membership = { projectId: string; userId: string };
export type MemberRefusal = "last_manager" | "not_found";

/** Thrown when the members of a project cannot be changed so; nothing was written. */
export class MemberRefused extends Error {
  readonly reason: MemberRefusal;
  constructor(reason: MemberRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** The role that a user has in a project that exists; null for none. */
export async function findRole(
  { db, tables }: Store,
  { projectId, userId }: Membership,
): Promise<ProjectRole | null> {
  const rows = await db
    .select({ role: tables.members.role })
    .from(tables.members)
    .where(and(eq(tables.members.projectId, projectId), eq(tables.members.userId, userId)));
  return rows[0]?.role ?? null;
}

export async function listMembers(
  { db, tables: { members, users } }: Store,
  projectId: string,
): Promise<Member[]> {
  const rows = await db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: members.role,
      createdAt: members.createdAt,
      deactivatedAt: users.deactivatedAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.projectId, projectId))
    .orderBy(asc(members.createdAt), asc(users.id));
  return rows.map(({ deactivatedAt, ...member }) => ({
    ...member,
    isActive: deactivatedAt === null,
  }));
}

/**
 * Adds a person with an account, or changes their role: work in hand that the new one does not allow goes to others. The
 * last manager stays one.
 */
export function setMember(
  store: Store,
  { projectId, userId, role, now }: Membership & { role: ProjectRole; now: number },
): Promise<void> {
  return store.transaction(async (tx) => {
    const { members, users } = tx.tables;
    const known = await tx.db.select({ id: users.id }).from(users).where(eq(users.id, userId));
    if (known.length === 0) throw new MemberRefused("not_found");
    if (role !== "manager") await keepManager(tx, { projectId, userId });
    const before = await findRole(tx, { projectId, userId });
    if (before === role) return;
    await tx.db
      .insert(members)
      .values({ projectId, userId, role, createdAt: now })
      .onConflictDoUpdate({ target: [members.projectId, members.userId], set: { role } });
    await releaseForbidden(tx, { projectId, userId, role, now });
    await audit(tx, {
      kind: before === null ? "member.add" : "member.role",
      projectId,
      subject: await userSubject(tx, userId),
      before: before && { role: before },
      after: { role },
    });
  });
}

/** Viewers work on nothing, and annotators review nothing. */
async function releaseForbidden(
  tx: Store,
  { role, ...of }: Membership & { role: ProjectRole; now: number },
): Promise<void> {
  if (role !== "viewer" && role !== "annotator") return;
  await releaseAssignmentsOf(tx, { ...of, task: role === "annotator" ? "review" : undefined });
}

export function removeMember(store: Store, { projectId, userId }: Membership): Promise<void> {
  return store.transaction(async (tx) => {
    const { members } = tx.tables;
    const role = await findRole(tx, { projectId, userId });
    if (role === null) throw new MemberRefused("not_found");
    await keepManager(tx, { projectId, userId });
    await releaseAssignmentsOf(tx, { userId, projectId, now: Date.now() });
    await tx.db
      .delete(members)
      .where(and(eq(members.projectId, projectId), eq(members.userId, userId)));
    await audit(tx, {
      kind: "member.remove",
      projectId,
      subject: await userSubject(tx, userId),
      before: { role },
    });
  });
}

/** Refuses to lose the only manager, unless there is an owner, who may manage every project. */
async function keepManager(tx: Store, { projectId, userId }: Membership): Promise<void> {
  const { members, users } = tx.tables;
  const managers = await tx.db
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.projectId, projectId), eq(members.role, "manager")));
  if (managers.length !== 1 || managers[0]?.userId !== userId) return;
  const owners = await tx.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.role, "owner"))
    .limit(1);
  if (owners.length === 0) throw new MemberRefused("last_manager");
}
