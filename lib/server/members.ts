import "server-only";
import { listInvitations } from "@/db/queries/invitations";
import { listMembers, MemberRefused, removeMember, setMember } from "@/db/queries/members";
import { findUserByEmail } from "@/db/queries/users";
import type { Store } from "@/db/store";
import type { Role } from "@/lib/api/members";
import { AppError } from "./app-error";
import { endStreamsOf, publish } from "./live/bus";
import { sessionCache } from "./session-cache";

export async function readMembers(store: Store, projectId: string) {
  return {
    members: await listMembers(store, projectId),
    invitations: await listInvitations(store, { projectId, now: Date.now() }),
  };
}

export async function changeMember(
  store: Store,
  member: { projectId: string; userId: string; role: Role },
): Promise<void> {
  await setMember(store, { ...member, now: Date.now() }).catch(rethrow);
  sessionCache(store).drop();
  // Their open editors ask what they still may.
  publish(member.projectId, { kind: "work" }, member.userId);
}

/** Adds a person who has an account. */
export async function addMember(
  store: Store,
  { projectId, email, role }: { projectId: string; email: string; role: Role },
): Promise<{ userId: string }> {
  const user = await findUserByEmail(store, email);
  if (!user) throw new AppError("not_found", `Nobody here has the e-mail address ${email}.`);
  await changeMember(store, { projectId, userId: user.id, role });
  return { userId: user.id };
}

export async function dropMember(
  store: Store,
  member: { projectId: string; userId: string },
): Promise<void> {
  await removeMember(store, member).catch(rethrow);
  sessionCache(store).drop();
  publish(member.projectId, { kind: "work" }, member.userId);
  endStreamsOf(member.userId);
}

function rethrow(error: unknown): never {
  if (!(error instanceof MemberRefused)) throw error;
  throw error.reason === "last_manager"
    ? new AppError("last_manager", "A project needs at least one manager.")
    : new AppError("not_found", "There is no such person here.");
}
