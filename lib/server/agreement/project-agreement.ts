import "server-only";
import { readMediaAndSettings } from "@/db/queries/agreement/project-settings";
import { readUserNames } from "@/db/queries/agreement/write-agreement";
import { readLabelAnswers } from "@/db/queries/consolidation-plan";
import { listJobs } from "@/db/queries/jobs";
import { listProjectModels } from "@/db/queries/models";
import { readBasis, readKept } from "@/db/queries/statistics/kept-statistics";
import type { Store } from "@/db/store";
import type { AgreementFigures } from "@/lib/agreement/project-tally";
import { raterKey } from "@/lib/agreement/rater";
import { readWorkflow } from "@/lib/annotation/workflow";
import { type Agreement, agreementSchema, type KeptAgreement } from "@/lib/api/agreement";
import type { ItemFilter } from "@/lib/api/items";
import { isFinished } from "@/lib/api/jobs";
import type { App } from "../app";
import { AppError } from "../app-error";
import type { AgreementWork } from "./agreement-worker";

export const AGREEMENT_JOB = "agreement";
const VERSION = 1;
/** As many jobs of the kind are looked at to find one that is under way. */
const LATEST_JOBS = 5;

type Kept = { v: typeof VERSION; basis: string; agreement: Agreement };
export type AgreementPart = "project" | "filter";

/** Under which name numbers are kept. */
export function statisticsKind(part: AgreementPart): string {
  return part === "project" ? "agreement" : "agreement-filter";
}

/** The numbers as they were counted last, at once; whether they still hold, and the job that counts them now. */
export async function keptAgreement(
  store: Store,
  { projectId, part }: { projectId: string; part: AgreementPart },
): Promise<KeptAgreement> {
  const running = await findRunning(store, projectId, (payload) => {
    return (payload.filter === null) === (part === "project");
  });
  const row = await readKept(store, { projectId, kind: statisticsKind(part) });
  const kept = row && (JSON.parse(row.data) as Kept);
  const isReadable = kept?.v === VERSION;
  const parsed = isReadable ? agreementSchema.safeParse(kept.agreement) : null;
  if (!row || !parsed?.success) {
    return { agreement: null, computedAt: null, isStale: true, jobId: running };
  }
  return {
    agreement: parsed.data,
    computedAt: row.computedAt,
    isStale: kept?.basis !== (await agreementBasis(store, projectId)),
    jobId: running,
  };
}

/** As it is kept, as JSON. */
export function keptData(basis: string, agreement: Agreement): string {
  return JSON.stringify({ v: VERSION, basis, agreement } satisfies Kept);
}

/** Changes when the numbers may. */
export async function agreementBasis(store: Store, projectId: string): Promise<string> {
  const settings = await readMediaAndSettings(store, projectId);
  const iou = readWorkflow(settings?.settings ?? "{}").consolidation.iou;
  return JSON.stringify([await readBasis(store, projectId), iou]);
}

/** The job that counts it now, of those whose request is meant; null: none. */
export async function findRunning(
  store: Store,
  projectId: string,
  isMeant: (payload: { filter: ItemFilter | null }) => boolean,
): Promise<string | null> {
  const jobs = await listJobs(store, { projectId, kind: AGREEMENT_JOB, limit: LATEST_JOBS });
  const found = jobs.find(
    ({ state, payload }) => !isFinished(state) && isMeant(payload as { filter: ItemFilter | null }),
  );
  return found?.id ?? null;
}

/** What the worker needs to know of the project. */
export async function agreementWork(
  app: App,
  { projectId, filter }: { projectId: string; filter: ItemFilter | null },
): Promise<AgreementWork> {
  const project = await readMediaAndSettings(app.store, projectId);
  if (!project) throw new AppError("not_found", "There is no such project.");
  const models = await listProjectModels(app.store, projectId);
  return {
    ...{ projectId, filter, mediaKind: project.mediaKind },
    databaseFile: app.settings.databaseFile,
    iou: readWorkflow(project.settings).consolidation.iou,
    answers: await readLabelAnswers(app.store, projectId),
    thresholds: new Map(models.map(({ version, settings }) => [version.id, settings.threshold])),
  };
}

/** With the names that raters have now. */
export async function nameRaters(
  store: Store,
  { projectId, figures }: { projectId: string; figures: AgreementFigures },
): Promise<Agreement> {
  const people = await readUserNames(
    store,
    figures.raters.flatMap(({ kind, id }) => (kind === "person" ? [id] : [])),
  );
  const models = new Map(
    (await listProjectModels(store, projectId)).map(({ version }) => [
      version.id,
      `${version.name} ${version.version}`,
    ]),
  );
  const raters = figures.raters.map(({ kind, id, items }) => {
    const name = { person: people.get(id), model: models.get(id), import: id };
    const shown = kind === "gold" || kind === "result" ? "" : (name[kind] ?? id);
    return { key: raterKey({ kind, id }), kind, id, name: shown, items };
  });
  return { ...figures, raters };
}
