import "server-only";
import { readMediaKind } from "@/db/queries/projects";
import { readProjectNumbers } from "@/db/queries/statistics/project-numbers";
import { dayOf } from "@/db/queries/work-days";
import type { ProjectStatistics } from "@/lib/api/statistics";
import { forecastFinish } from "@/lib/statistics/forecast";
import { finishedByPeople, runningStates } from "@/lib/statistics/running-states";
import type { App } from "../app";
import { AppError } from "../app-error";
import { keptShapes } from "./kept-shapes";

/** Older days are in the tables of the database, not on the page. */
const MOST_DAYS = 730;

/** The dashboard of a project: from counters, with what is dear as it was counted last. */
export async function projectStatistics(
  app: App,
  { projectId, now }: { projectId: string; now: number },
): Promise<ProjectStatistics> {
  const mediaKind = await readMediaKind(app.store, projectId);
  if (!mediaKind) throw new AppError("not_found", "There is nothing here.");
  const { deltas, worked, ...numbers } = await readProjectNumbers(app.store, projectId);
  const today = dayOf(now);
  const { counts, needsReview, needsAdjudication } = numbers;
  const finished = finishedByPeople(deltas, worked, today);
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const inHands = counts.new + counts.in_progress + counts.rejected;
  const waiting = needsReview + needsAdjudication;
  return {
    ...numbers,
    ...{ mediaKind, today, total },
    done: Math.max(0, total - inHands - waiting),
    annotations: numbers.labels.reduce((sum, { n }) => sum + n, 0),
    days: runningStates(deltas, today).slice(-MOST_DAYS),
    finished: finished.slice(-MOST_DAYS),
    forecast: forecastFinish({
      remaining: inHands,
      perDay: finished.filter(({ day }) => day < today).map(({ n }) => n),
      today,
    }),
    ...(await keptShapes(app, { projectId, mediaKind })),
  };
}
