import { and, eq, isNull } from "drizzle-orm";
import type { Store } from "../store";

/** The projects that things belong to, for authorisation. Null when there is no such thing. */
export async function projectOfProject({ db, tables }: Store, id: string): Promise<string | null> {
  const rows = await db
    .select({ id: tables.projects.id })
    .from(tables.projects)
    .where(and(eq(tables.projects.id, id), isNull(tables.projects.deletedAt)));
  return rows[0]?.id ?? null;
}

/** Deleted ones too. */
export async function anyProject({ db, tables }: Store, id: string): Promise<string | null> {
  const { projects } = tables;
  const rows = await db.select({ id: projects.id }).from(projects).where(eq(projects.id, id));
  return rows[0]?.id ?? null;
}

export async function projectOfItem({ db, tables }: Store, id: string): Promise<string | null> {
  const rows = await db
    .select({ id: tables.items.projectId })
    .from(tables.items)
    .innerJoin(tables.projects, eq(tables.projects.id, tables.items.projectId))
    .where(and(eq(tables.items.id, id), isNull(tables.projects.deletedAt)));
  return rows[0]?.id ?? null;
}

export async function projectOfLayer({ db, tables }: Store, id: string): Promise<string | null> {
  const rows = await db
    .select({ id: tables.layers.projectId })
    .from(tables.layers)
    .innerJoin(tables.projects, eq(tables.projects.id, tables.layers.projectId))
    .where(and(eq(tables.layers.id, id), isNull(tables.projects.deletedAt)));
  return rows[0]?.id ?? null;
}

export async function projectOfUpload({ db, tables }: Store, id: string): Promise<string | null> {
  const rows = await db
    .select({ id: tables.uploads.projectId })
    .from(tables.uploads)
    .where(eq(tables.uploads.id, id));
  return rows[0]?.id ?? null;
}

export async function projectOfJob({ db, tables }: Store, id: string): Promise<string | null> {
  const rows = await db
    .select({ id: tables.jobs.projectId })
    .from(tables.jobs)
    .where(eq(tables.jobs.id, id));
  return rows[0]?.id ?? null;
}

export async function projectOfThread({ db, tables }: Store, id: string): Promise<string | null> {
  const rows = await db
    .select({ id: tables.threads.projectId })
    .from(tables.threads)
    .innerJoin(tables.projects, eq(tables.projects.id, tables.threads.projectId))
    .where(and(eq(tables.threads.id, id), isNull(tables.projects.deletedAt)));
  return rows[0]?.id ?? null;
}

export async function projectOfComment(store: Store, id: string): Promise<string | null> {
  const { comments } = store.tables;
  const rows = await store.db
    .select({ threadId: comments.threadId })
    .from(comments)
    .where(eq(comments.id, id));
  const threadId = rows[0]?.threadId;
  return threadId === undefined ? null : projectOfThread(store, threadId);
}
