import { and, desc, eq, isNull, like } from "drizzle-orm";
import type { CreateProject } from "@/lib/api/projects";
import type { Store } from "../store";
import { addItem, type NewItem } from "./items";
import { createProject } from "./projects";

const DEMO_SETTINGS = JSON.stringify({ v: 1, demo: true });

/** The demo project that this person made, unless it was deleted. */
export async function findDemoProject(
  { db, tables: { projects } }: Store,
  userId: string,
): Promise<string | null> {
  const rows = await db
    .select({ id: projects.id })
    .from(projects)
    .where(
      and(
        eq(projects.createdBy, userId),
        isNull(projects.deletedAt),
        like(projects.settings, '%"demo":true%'),
      ),
    )
    .orderBy(desc(projects.createdAt))
    .limit(1);
  return rows[0]?.id ?? null;
}

export type DemoProject = {
  userId: string;
  project: CreateProject;
  items: readonly NewItem[];
  now: number;
};

/** All or nothing, and one per person however often it is asked for. */
export function createDemoProject(store: Store, demo: DemoProject): Promise<string> {
  const { userId, project, items, now } = demo;
  return store.transaction(async (tx) => {
    const known = await findDemoProject(tx, userId);
    if (known !== null) return known;
    const projectId = await createProject(tx, { project, userId, now });
    await tx.db
      .update(tx.tables.projects)
      .set({ settings: DEMO_SETTINGS })
      .where(eq(tx.tables.projects.id, projectId));
    for (const item of items) await addItem(tx, { projectId, item, now });
    return projectId;
  });
}
