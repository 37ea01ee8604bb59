import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import type { JobView } from "@/lib/api/jobs";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";

type Row = Tables["jobs"]["$inferSelect"];

export type NewJob = {
  id: string;
  kind: string;
  projectId: string | null;
  userId: string;
  payload: unknown;
  now: number;
};

/** Version of the JSON in the columns payload and result. */
const JSON_VERSION = 1;
const UNFINISHED = ["queued", "running"] as const;

export async function addJob(store: Store, job: NewJob): Promise<void> {
  await store.transaction(async ({ db, tables: { jobs } }) => {
    await db.insert(jobs).values({
      id: job.id,
      kind: job.kind,
      projectId: job.projectId,
      userId: job.userId,
      state: "queued",
      payload: toJson(job.payload),
      createdAt: job.now,
      updatedAt: job.now,
    });
  });
}

export type JobChange = {
  state?: JobView["state"];
  done?: number;
  total?: number;
  startedAt?: number;
  result?: unknown;
  error?: string;
  now: number;
};

export async function updateJob(store: Store, jobId: string, change: JobChange): Promise<void> {
  const { now, result, ...columns } = change;
  await store.transaction(async ({ db, tables: { jobs } }) => {
    await db
      .update(jobs)
      .set({
        ...columns,
        ...(result === undefined ? {} : { result: toJson(result) }),
        updatedAt: now,
      })
      .where(eq(jobs.id, jobId));
  });
}

export async function readJob(
  { db, tables: { jobs } }: Store,
  jobId: string,
): Promise<JobView | null> {
  const rows = await db.select().from(jobs).where(eq(jobs.id, jobId));
  return rows[0] ? toView(rows[0]) : null;
}

/** The latest jobs of a project, of one kind or of all, newest first. */
export async function listJobs(
  { db, tables: { jobs } }: Store,
  { projectId, kind, limit }: { projectId: string; kind?: string | undefined; limit: number },
): Promise<JobView[]> {
  const rows = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.projectId, projectId), kind === undefined ? undefined : eq(jobs.kind, kind)))
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit);
  return rows.map(toView);
}

/** What an earlier process left unfinished, oldest first. */
export async function listUnfinishedJobs(
  { db, tables: { jobs } }: Store,
  { before }: { before: number },
): Promise<JobView[]> {
  const rows = await db
    .select()
    .from(jobs)
    .where(and(inArray(jobs.state, [...UNFINISHED]), lt(jobs.createdAt, before)))
    .orderBy(asc(jobs.createdAt), asc(jobs.id));
  return rows.map(toView);
}

function toView(row: Row): JobView {
  return { ...row, payload: fromJson(row.payload), result: fromJson(row.result) };
}

function toJson(value: unknown): string {
  return JSON.stringify({ v: JSON_VERSION, value });
}

function fromJson(text: string | null): unknown {
  return text === null ? null : (JSON.parse(text) as { value: unknown }).value;
}
