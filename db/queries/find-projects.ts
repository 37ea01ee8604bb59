import { and, asc, eq, isNull } from "drizzle-orm";
import type { Store } from "../store";

/** The project with this id; else those with exactly this name, oldest first. */
export async function findProjects(
  { db, tables: { projects } }: Store,
  idOrName: string,
): Promise<{ id: string; name: string }[]> {
  const columns = { id: projects.id, name: projects.name };
  const byId = await db
    .select(columns)
    .from(projects)
    .where(and(eq(projects.id, idOrName), isNull(projects.deletedAt)));
  if (byId.length > 0) return byId;
  return db
    .select(columns)
    .from(projects)
    .where(and(eq(projects.name, idOrName), isNull(projects.deletedAt)))
    .orderBy(asc(projects.createdAt));
}
