import "server-only";
import { countDataset, countOwnSplits, walkItemLabels } from "@/db/queries/dataset-counts";
import { openDataset } from "@/db/queries/dataset-source";
import { readMediaKind } from "@/db/queries/projects";
import type { Store } from "@/db/store";
import { SPLITS, type Split } from "@/lib/annotation/item-state";
import type { ExportRequest } from "@/lib/api/exports";
import type { ExportRequest as FormatRequest } from "@/lib/formats/export-dataset";
import type { Format, Issue } from "@/lib/formats/format";
import { findFormat } from "@/lib/formats/formats";
import { type SplitItem, splitByRatio } from "@/lib/formats/split";
import { AppError } from "../app-error";
import { uprightName } from "./upright-name";

export type OpenExport = { request: FormatRequest; itemCount: number };

type Opening = {
  projectId: string;
  request: ExportRequest;
  onItem?: () => void;
  signal?: AbortSignal;
};

/** The dataset that a request describes, as `store` has it: a snapshot, so that every walk agrees. */
export async function openExport(store: Store, opening: Opening): Promise<OpenExport> {
  const { projectId, request, onItem, signal } = opening;
  const format = writableFormat(request.format);
  const media = await readMediaKind(store, projectId);
  if (media && !format.media.includes(media)) {
    const message = `${format.name} cannot hold what is in a project of this kind (${media}).`;
    throw new AppError("invalid_request", message);
  }
  const choice = { projectId, states: request.states, labelIds: request.labelIds };
  const { items: itemCount } = await countDataset(store, choice);
  const { splitOf, splits, issues } = await planSplits(store, opening);
  const source = await openDataset(store, {
    ...choice,
    splitOf,
    ...(request.hasMedia ? { nameOf: uprightName } : {}),
    ...(onItem ? { onItem } : {}),
    ...(signal ? { signal } : {}),
  });
  return {
    request: { format, source, options: { hasMedia: request.hasMedia, splits }, issues },
    itemCount,
  };
}

/** Throws `invalid_request` when there is no such format or it cannot be written. */
export function writableFormat(id: string): Format {
  const format = findFormat(id);
  if (!format?.write) {
    throw new AppError("invalid_request", `There is no format "${id}" to export to.`);
  }
  return format;
}

type SplitPlan = {
  splitOf(item: { position: number; split: Split | null }): Split | null;
  splits: readonly Split[];
  issues: Issue[];
};

async function planSplits(store: Store, { projectId, request }: Opening): Promise<SplitPlan> {
  const { splitMode, ratios, seed, states, labelIds } = request;
  if (splitMode === "none") return { splitOf: () => null, splits: [], issues: [] };
  if (splitMode === "own") return ownSplits(await countOwnSplits(store, { projectId, states }));
  const divided = await divide(store, { projectId, states, labelIds, ratios, seed });
  const splits = SPLITS.filter((split) => ratios[split] > 0);
  return {
    splitOf: ({ position }) => SPLITS[divided[position] ?? 0] ?? "train",
    splits,
    issues: [],
  };
}

/** The number of each item's split by its position: a byte an item is all that is kept. */
async function divide(
  store: Store,
  {
    ratios,
    seed,
    ...choice
  }: Pick<ExportRequest, "states" | "labelIds" | "ratios" | "seed"> & { projectId: string },
): Promise<Uint8Array> {
  const items: SplitItem[] = [];
  const positions: number[] = [];
  for await (const { id, position, labels } of walkItemLabels(store, choice)) {
    items.push({ id, labels });
    positions.push(position);
  }
  const splitById = splitByRatio(items, { ratio: ratios, seed });
  const divided = new Uint8Array((positions.at(-1) ?? -1) + 1);
  for (const [i, { id }] of items.entries()) {
    divided[positions[i] ?? 0] = SPLITS.indexOf(splitById.get(id) ?? "train");
  }
  return divided;
}

/** Formats take an item without a split for training data; said here, so that it is in the report. */
function ownSplits(counts: ReadonlyMap<Split | null, number>): SplitPlan {
  const without = counts.get(null) ?? 0;
  const message = `${without} items have no split of their own and are in train.`;
  const issue: Issue = { code: "split_missing", severity: "info", where: "train", message };
  return {
    splitOf: ({ split }) => split ?? "train",
    splits: SPLITS.filter((split) => split === "train" || counts.has(split)),
    issues: without > 0 ? [issue] : [],
  };
}
