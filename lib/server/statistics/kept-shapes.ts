import "server-only";
import pLimit from "p-limit";
import { keepStatistics, readBasis, readKept } from "@/db/queries/statistics/kept-statistics";
import type { Shapes } from "@/lib/api/statistics";
import type { MediaKind } from "@/lib/media/media";
import type { App } from "../app";
import { publish } from "../live/bus";
import { runWorker } from "../workers/start-worker";
import { statisticsWorker } from "./statistics-worker";

const KIND = "shapes";
const VERSION = 1;
/** Counting takes no more than a twentieth of the time, however often people change something. */
const REST = 20;
const LEAST_REST_MS = 1_000;
const AFTER_FAILURE_MS = 60_000;

type Kept = { v: typeof VERSION; basis: string; shapes: Omit<Shapes, "computedAt"> };
type Of = { projectId: string; mediaKind: MediaKind };
type Counting = {
  limit: ReturnType<typeof pLimit>;
  running: Map<string, Promise<void>>;
  /** By project: not again before. */
  restUntil: Map<string, number>;
};

// Of the process: route handlers may each have their own copy of this module.
const holder = globalThis as typeof globalThis & { trazoShapes?: Counting };

function counting(): Counting {
  holder.trazoShapes ??= { limit: pLimit(1), running: new Map(), restUntil: new Map() };
  return holder.trazoShapes;
}

/**
 * The dear numbers as they were counted last, at once. When something changed since, they are counted anew in the
 * background, and whoever looks at the project is told.
 */
export async function keptShapes(
  app: App,
  of: Of,
): Promise<{ shapes: Shapes | null; isStale: boolean }> {
  const kept = await readShapes(app, of.projectId);
  const isStale = kept?.basis !== (await readBasis(app.store, of.projectId));
  if (isStale) startCounting(app, of);
  return { shapes: kept?.shapes ?? null, isStale };
}

/** Resolves when nothing is being counted for the project any more. */
export async function shapesSettled(projectId: string): Promise<void> {
  await counting().running.get(projectId);
}

async function readShapes(app: App, projectId: string) {
  const row = await readKept(app.store, { projectId, kind: KIND });
  if (!row) return null;
  const { v, basis, shapes } = JSON.parse(row.data) as Kept;
  return v === VERSION ? { basis, shapes: { computedAt: row.computedAt, ...shapes } } : null;
}

function startCounting(app: App, of: Of): void {
  const { running, restUntil, limit } = counting();
  const { projectId } = of;
  if (running.has(projectId) || Date.now() < (restUntil.get(projectId) ?? 0)) return;
  const run = limit(() => count(app, of))
    .catch((error: unknown) => {
      if (app.store.closed.aborted) return;
      restUntil.set(projectId, Date.now() + AFTER_FAILURE_MS);
      console.error(`The statistics of project ${projectId} could not be counted.`, error);
    })
    .finally(() => running.delete(projectId));
  running.set(projectId, run);
}

/** Ends with the application, without a result. */
async function count(app: App, of: Of): Promise<void> {
  const { projectId } = of;
  const { closed: signal } = app.store;
  signal.throwIfAborted();
  // Before the snapshot: what changes in between makes the result stale, never falsely fresh.
  const basis = await readBasis(app.store, projectId);
  const startedAt = performance.now();
  const { databaseFile } = app.settings;
  const shapes = await runWorker(statisticsWorker, { ...of, databaseFile }, { signal }).result;
  const tookMs = performance.now() - startedAt;
  const kept: Kept = { v: VERSION, basis, shapes };
  await keepStatistics(app.store, {
    ...{ projectId, kind: KIND },
    ...{ data: JSON.stringify(kept), now: Date.now() },
  });
  counting().restUntil.set(projectId, Date.now() + Math.max(LEAST_REST_MS, REST * tookMs));
  publish(projectId, { kind: "statistics", what: KIND });
}
