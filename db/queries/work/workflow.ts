import { eq, sql } from "drizzle-orm";
import { readWorkflow, type Workflow, type WorkflowPatch } from "@/lib/annotation/workflow";
import type { Store } from "../../store";
import { audit } from "../audit";
import { prepared } from "../prepared";

/** As many projects as anybody works in at the same time. */
const MAX_KNOWN = 100;
const known = new Map<string, Workflow>();

/** What `projects.settings` says of the work; asked at every save, so what was read once is remembered by its text. */
export function workflowOf(settings: string): Workflow {
  const found = known.get(settings);
  if (found) return found;
  const workflow = readWorkflow(settings);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(settings, workflow);
  return workflow;
}

const selectSettings = prepared(({ db, tables: { projects } }) =>
  db
    .select({ settings: projects.settings })
    .from(projects)
    .where(eq(projects.id, sql.placeholder("projectId")))
    .prepare(),
);

/** Those of a project that nobody has set are the defaults. */
export async function readProjectWorkflow(store: Store, projectId: string): Promise<Workflow> {
  const rows = await selectSettings(store).execute({ projectId });
  return workflowOf(rows[0]?.settings ?? "{}");
}

/** Writes some of the settings; the others, and what else is in the column, stay. Answers with all of them. */
export async function writeWorkflow(
  tx: Store,
  { projectId, patch, now }: { projectId: string; patch: WorkflowPatch; now: number },
): Promise<{ before: Workflow; after: Workflow }> {
  const { projects } = tx.tables;
  const rows = await selectSettings(tx).execute({ projectId });
  const settings = rows[0]?.settings ?? "{}";
  const before = workflowOf(settings);
  const given = Object.entries(patch).filter(([, wanted]) => wanted !== undefined);
  const after: Workflow = { ...before, ...Object.fromEntries(given) };
  const others = JSON.parse(settings) as Record<string, unknown>;
  await tx.db
    .update(projects)
    .set({ settings: JSON.stringify({ v: 1, ...others, workflow: after }), updatedAt: now })
    .where(eq(projects.id, projectId));
  const named = await tx.db
    .select({ name: projects.name })
    .from(projects)
    .where(eq(projects.id, projectId));
  const subject = { id: projectId, name: named[0]?.name ?? "" };
  await audit(tx, { kind: "project.settings", projectId, subject, before, after });
  return { before, after };
}
