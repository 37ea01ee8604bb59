import { asc, eq } from "drizzle-orm";
import type { Split } from "@/lib/annotation/item-state";
import type { Label } from "@/lib/annotation/label";
import type { DatasetEvent, DatasetLabel, DatasetSource } from "@/lib/formats/format";
import type { GeometryKind } from "@/lib/geometry/geometry";
import type { MediaKind } from "@/lib/media/media";
import type { Store } from "../store";
import { toDatasetAnnotation, toDatasetItem } from "./dataset-events";
import {
  type AnnotationRow,
  breathe,
  byWeight,
  type ItemChoice,
  type ItemRow,
  itemPages,
  readAnnotations,
  readTexts,
} from "./dataset-rows";
import { toLabel } from "./label-row";
import { readMediaKind } from "./projects";

export type DatasetChoice = ItemChoice & {
  /** Null: every label. */
  labelIds: readonly string[] | null;
  /** The split that the dataset gives an item; `split` is the item's own. */
  splitOf(item: { position: number; split: Split | null }): Split | null;
  /** The name in the dataset; left out: the item's own. */
  nameOf?: (item: { name: string; mediaType: string; info: string }) => string;
  /** Told after each item of a walk. */
  onItem?: () => void;
  signal?: AbortSignal;
};

/**
 * The chosen results of a project as a dataset. Give it a snapshot: formats walk it more than once
 * and count on the same answer each time.
 */
export async function openDataset(store: Store, choice: DatasetChoice): Promise<DatasetSource> {
  const labels = await readLabels(store, choice);
  const media = (await readMediaKind(store, choice.projectId)) ?? "image";
  return { events: (only) => walk(store, { choice, labels, media, only }) };
}

type DatasetLabels = {
  chosen: DatasetLabel[];
  /** The label that an annotation's label means in this dataset. */
  meaning: Map<string, { kind: "chosen"; ref: string } | { kind: "deleted"; name: string }>;
};

async function readLabels({ db, tables }: Store, choice: DatasetChoice): Promise<DatasetLabels> {
  const rows = await db
    .select()
    .from(tables.labels)
    .where(eq(tables.labels.projectId, choice.projectId))
    .orderBy(asc(tables.labels.position), asc(tables.labels.id));
  const wanted = choice.labelIds === null ? null : new Set(choice.labelIds);
  const live = rows.filter(({ id, deletedAt }) => deletedAt === null && (wanted?.has(id) ?? true));
  const chosen = live.map((row, position) => ({
    ...toDatasetLabel(toLabel(row), position),
    ...(row.sourceId === null ? {} : { sourceId: row.sourceId }),
  }));
  const meaning: DatasetLabels["meaning"] = new Map();
  for (const { ref } of chosen) meaning.set(ref, { kind: "chosen", ref });
  for (const row of rows) {
    if (row.deletedAt === null) continue;
    const target = row.mergedInto ? meaning.get(row.mergedInto) : undefined;
    if (target) meaning.set(row.id, target);
    else if (!row.mergedInto) meaning.set(row.id, { kind: "deleted", name: row.name });
  }
  return { chosen, meaning };
}

function toDatasetLabel({ id, name, color, geometries, answer }: Label, position: number) {
  const isLimited = geometries.length > 0;
  return {
    ...{ ref: id, name, color, position },
    ...(isLimited ? { geometries: geometries as GeometryKind[] } : {}),
    ...(answer ? { answer } : {}),
  };
}

type Walk = {
  choice: DatasetChoice;
  labels: DatasetLabels;
  media: MediaKind;
  only: { split: Split | null } | undefined;
};

async function* walk(
  store: Store,
  { choice, labels, media, only }: Walk,
): AsyncGenerator<DatasetEvent> {
  for (const label of labels.chosen) yield { type: "label", label };
  for await (const items of itemPages(store, choice)) {
    const chosen = items
      .map((item) => ({
        ...item,
        split: choice.splitOf(item),
        name: choice.nameOf?.(item) ?? item.name,
      }))
      .filter(({ split }) => only === undefined || split === only.split);
    for (const batch of byWeight(chosen)) {
      const rows = await readAnnotations(store, batch);
      const texts = media === "text" ? await readTexts(store, batch) : null;
      for (const item of batch) {
        yield { type: "item", item: toDatasetItem(item, { media, text: texts?.get(item.hash) }) };
        yield* itemEvents(item, rows.get(item.layerId) ?? [], labels);
        choice.onItem?.();
      }
      choice.signal?.throwIfAborted();
      await breathe();
    }
  }
}

function* itemEvents(
  item: ItemRow,
  rows: readonly AnnotationRow[],
  { meaning }: DatasetLabels,
): Generator<DatasetEvent> {
  const left = new Map<string, number>();
  for (const row of rows) {
    const label = meaning.get(row.labelId);
    if (label?.kind === "chosen") {
      yield { type: "annotation", annotation: toDatasetAnnotation(item.id, label.ref, row) };
    } else if (label) left.set(label.name, (left.get(label.name) ?? 0) + 1);
  }
  for (const [name, n] of left) {
    const message = `${n} of its annotations have the deleted label "${name}" and are left out.`;
    yield {
      type: "issue",
      issue: { code: "label_deleted", severity: "warning", where: item.name, message },
    };
  }
}
