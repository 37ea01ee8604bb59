import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import type { AssignmentState, Task } from "@/lib/annotation/assignment";
import type { AssignmentPage } from "@/lib/api/work";
import type { Store } from "../../store";
import { toAssignment } from "./assignment-row";

/** Assignments of a project, of one person or of all, those that changed last first. `cursor`: of the page before. */
export async function listAssignments(
  store: Store,
  of: {
    projectId: string;
    userId: string | undefined;
    state: AssignmentState | undefined;
    task: Task;
    cursor: string | undefined;
    limit: number;
  },
): Promise<AssignmentPage> {
  const { assignments, users, items } = store.tables;
  const after = of.cursor === undefined ? null : readCursor(of.cursor);
  const rows = await store.db
    .select({ row: assignments, userName: users.name, itemName: items.name })
    .from(assignments)
    .innerJoin(users, eq(users.id, assignments.userId))
    .innerJoin(items, and(eq(items.id, assignments.itemId), sql`${items.deletedAt} is null`))
    .where(
      and(
        eq(assignments.projectId, of.projectId),
        of.userId === undefined ? undefined : eq(assignments.userId, of.userId),
        of.state === undefined ? undefined : eq(assignments.state, of.state),
        eq(assignments.task, of.task),
        after
          ? or(
              lt(assignments.updatedAt, after.at),
              and(eq(assignments.updatedAt, after.at), lt(assignments.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(assignments.updatedAt), desc(assignments.id))
    .limit(of.limit + 1);
  const page = rows.slice(0, of.limit);
  const last = page.at(-1)?.row;
  return {
    assignments: page.map(({ row, userName, itemName }) => ({
      ...toAssignment(row),
      ...{ userId: row.userId, userName, itemName },
      ...{ updatedAt: row.updatedAt, submittedAt: row.submittedAt },
    })),
    next: rows.length > of.limit && last ? `${last.updatedAt} ${last.id}` : null,
  };
}

/** What is no cursor begins at the first page. */
function readCursor(text: string): { at: number; id: string } | null {
  const [at = "", id = ""] = text.split(" ");
  return /^\d+$/.test(at) ? { at: Number(at), id } : null;
}
