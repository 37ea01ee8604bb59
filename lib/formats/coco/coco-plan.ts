import type { Split } from "@/lib/annotation/item-state";
import { createFileNamer } from "../file-name";
import type { DatasetItem, DatasetLabel, DatasetSource, Issue, WriteOptions } from "../format";
import { createPacer } from "../pacer";
import { createIdSet } from "./id-set";

export type PlannedImage = {
  id: number;
  name: string;
  width: number | null;
  height: number | null;
  /** Keys of the source file that are not ours. */
  foreign: unknown;
};
export type PlannedCategory = { id: number; name: string };

/** What has to be known before the first byte: names, ids, and which image is in which file. */
export type CocoPlan = {
  categories: PlannedCategory[];
  categoryIds: Map<string, number>;
  images: Map<Split | null, PlannedImage[]>;
  /** First id for annotations that bring none. */
  nextAnnotationId: number;
  issues: Issue[];
};

/** The first walk through the data. */
export async function planCoco(source: DatasetSource, options: WriteOptions): Promise<CocoPlan> {
  const issues: Issue[] = [];
  const labels: DatasetLabel[] = [];
  const planned: PlannedImage[] = [];
  const sourceIds: (string | undefined)[] = [];
  const images = new Map<Split | null, PlannedImage[]>();
  for (const split of splitsOf(options)) images.set(split, []);
  const nameFile = createFileNamer("path");
  let maxAnnotationId = 0;

  const pace = createPacer();
  for await (const event of source.events()) {
    const pause = pace();
    if (pause) await pause;
    if (event.type === "label") labels.push(event.label);
    else if (event.type === "item") {
      const { name, issue } = nameFile(event.item.name);
      if (issue) issues.push(issue);
      const { width, height, metadata, sourceId } = event.item;
      const image = { id: 0, name, width, height, foreign: metadata?.["coco"] };
      planned.push(image);
      sourceIds.push(sourceId);
      images.get(effectiveSplit(event.item, options))?.push(image);
    } else if (event.type === "annotation") {
      maxAnnotationId = Math.max(maxAnnotationId, numericId(event.annotation.sourceId) ?? 0);
    } else issues.push(event.issue);
  }

  labels.sort((a, b) => a.position - b.position);
  const labelIds = assignIds(
    labels.map((label) => label.sourceId),
    labels.map((label) => label.position + 1),
  );
  const imageIds = assignIds(sourceIds);
  planned.forEach((image, i) => {
    image.id = imageIds[i] ?? 0;
  });
  return {
    categories: labels.map((label, i) => ({ id: labelIds[i] ?? 0, name: label.name })),
    categoryIds: new Map(labels.map((label, i) => [label.ref, labelIds[i] ?? 0])),
    images,
    nextAnnotationId: maxAnnotationId + 1,
    issues,
  };
}

export function splitsOf({ splits }: WriteOptions): (Split | null)[] {
  return splits.length === 0 ? [null] : [...new Set<Split>(["train", ...splits])];
}

export function effectiveSplit(item: DatasetItem, { splits }: WriteOptions): Split | null {
  if (splits.length === 0) return null;
  return item.split !== null && splits.includes(item.split) ? item.split : "train";
}

/** An id that COCO can use: a whole number from 1 (COCOeval takes 0 for "no match"). */
export function numericId(id: string | undefined): number | null {
  if (id === undefined || !/^[1-9][0-9]{0,15}$/.test(id)) return null;
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : null;
}

/**
 * The ids that things bring are kept; whoever comes second with one, or has none, gets the
 * preferred one if nobody brings it, else the next above all.
 */
function assignIds(sourceIds: (string | undefined)[], preferred?: number[]): number[] {
  const wanted = sourceIds.map(numericId);
  let next = wanted.reduce<number>((max, id) => Math.max(max, id ?? 0), 0) + 1;
  const taken = createIdSet();
  const ids = wanted.map((id) => (id !== null && taken.add(id) ? id : null));
  return ids.map((id, i) => {
    if (id !== null) return id;
    const favourite = preferred?.[i];
    if (favourite !== undefined && taken.add(favourite)) return favourite;
    while (!taken.add(next)) next += 1;
    return next++;
  });
}
