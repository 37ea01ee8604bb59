import { and, eq } from "drizzle-orm";
import type { ProjectRole } from "../schema/projects";
import type { Store } from "../store";

/** The role that a user has in a project that exists; null for none. */
export async function findRole(
  { db, tables }: Store,
  { projectId, userId }: { projectId: string; userId: string },
): Promise<ProjectRole | null> {
  const rows = await db
    .select({ role: tables.members.role })
    .from(tables.members)
    .where(and(eq(tables.members.projectId, projectId), eq(tables.members.userId, userId)));
  return rows[0]?.role ?? null;
}
