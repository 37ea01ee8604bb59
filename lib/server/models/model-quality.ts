import "server-only";
import pLimit from "p-limit";
import { listLabels } from "@/db/queries/labels";
import type { Store } from "@/db/store";
import type { ModelQuality, ModelTally } from "@/lib/api/models";
import { csvRow } from "@/lib/formats/table/csv";
import { findAdapter } from "@/lib/models/adapters";
import type { App } from "../app";
import { AppError } from "../app-error";
import { runWorker } from "../workers/start-worker";
import { usedModel } from "./model-library";
import { type QualityWork, qualityWorker } from "./quality-worker";

type Of = { projectId: string; versionId: string; threshold: number };

// One thread at a time is enough for numbers that people look at now and then.
const holder = globalThis as typeof globalThis & { trazoQuality?: ReturnType<typeof pLimit> };

/**
 * How a version did against submitted work, counted now, on a thread of its own. Who moves a slider gives up the
 * numbers before: `signal` ends their thread, or their turn.
 */
export async function modelQuality(
  app: App,
  { signal, ...of }: Of & { signal?: AbortSignal },
): Promise<ModelQuality> {
  const { version, settings } = await usedModel(app.store, of);
  const mapped = Object.values(settings.mapping).flatMap((labelId) => labelId ?? []);
  const kind = findAdapter(version.adapterId)?.geometry ?? null;
  const { databaseFile } = app.settings;
  const work: QualityWork = { ...of, databaseFile, mapped, kind };
  holder.trazoQuality ??= pLimit(1);
  try {
    const quality = await holder.trazoQuality(() => {
      signal?.throwIfAborted();
      return runWorker(qualityWorker, work, signal ? { signal } : {}).result;
    });
    return { threshold: of.threshold, ...quality };
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    throw new AppError("unavailable", "The request was given up.", { cause });
  }
}

const COLUMNS = [
  ...["part", "label", "day", "items", "suggested", "labelled", "matched"],
  ...["precision", "recall", "f1", "accepted", "corrected", "rejected"],
];

/** The counts as a table: all together, by label, by day. */
export async function qualityCsv(
  store: Store,
  { projectId, quality }: { projectId: string; quality: ModelQuality },
): Promise<Response> {
  const labels = new Map((await listLabels(store, projectId)).map(({ id, name }) => [id, name]));
  const row = (head: (string | number | null)[], tally: ModelTally) =>
    csvRow([...head, ...figures(tally)]);
  const text = [
    csvRow(COLUMNS),
    row(["total", null, null, quality.items], quality.total),
    ...quality.perLabel.map(({ labelId, ...tally }) =>
      row(["label", plainCell(labels.get(labelId) ?? labelId), null, null], tally),
    ),
    ...quality.perDay.map(({ day, items, ...tally }) => row(["day", null, day, items], tally)),
  ].join("");
  return new Response(text, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="quality.csv"',
      "cache-control": "no-store",
    },
  });
}

/** Programs for tables take what begins so for a formula. */
function plainCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Shares are empty where there is nothing to divide by. */
function figures({ suggested, labelled, matched, ...rest }: ModelTally): (number | null)[] {
  const share = (of: number, all: number) => (all === 0 ? null : Number((of / all).toFixed(4)));
  const { accepted, corrected, rejected } = rest;
  return [
    ...[suggested, labelled, matched],
    share(matched, suggested),
    share(matched, labelled),
    share(2 * matched, suggested + labelled),
    ...[accepted, corrected, rejected],
  ];
}
