import { and, asc, count, eq, gt, inArray, isNull, max, sql, sum } from "drizzle-orm";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ItemState, Split } from "@/lib/annotation/item-state";
import type { Label } from "@/lib/annotation/label";
import type {
  DatasetAnnotation,
  DatasetEvent,
  DatasetItem,
  DatasetLabel,
  DatasetSource,
} from "@/lib/formats/format";
import type { GeometryKind } from "@/lib/geometry/geometry";
import type { MediaKind } from "@/lib/media/media";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { toLabel } from "./label-row";
import { readMediaKind } from "./projects";

/**
 * Items read at a time, and the annotations of so many of them at once: a page must not hold the
 * process longer than other requests may wait.
 */
const ITEMS_PER_PAGE = 500;
const ANNOTATIONS_PER_PAGE = 1_000;
const LAYERS_PER_PAGE = 250;
/** Characters of text at a time. */
const TEXT_PER_PAGE = 4_000_000;
/** What a character weighs against an annotation. */
const TEXT_WEIGHT = ANNOTATIONS_PER_PAGE / TEXT_PER_PAGE;

export type DatasetChoice = {
  projectId: string;
  states: readonly ItemState[];
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

/** The items chosen, and how many there are: known without a walk. */
export async function countDataset(
  store: Store,
  choice: Pick<DatasetChoice, "projectId" | "states">,
): Promise<{ items: number; annotations: number; lastPosition: number }> {
  const { items } = store.tables;
  const rows = await store.db
    .select({
      items: count(),
      annotations: sum(items.annotationCount).mapWith(Number),
      lastPosition: max(items.position),
    })
    .from(items)
    .where(chosenItems(store.tables, choice));
  const row = rows[0];
  return {
    items: row?.items ?? 0,
    annotations: row?.annotations ?? 0,
    lastPosition: row?.lastPosition ?? -1,
  };
}

/** How many of the chosen items say each split themselves; null: none. */
export async function countOwnSplits(
  store: Store,
  choice: Pick<DatasetChoice, "projectId" | "states">,
): Promise<Map<Split | null, number>> {
  const { items } = store.tables;
  const rows = await store.db
    .select({ split: items.split, n: count() })
    .from(items)
    .where(chosenItems(store.tables, choice))
    .groupBy(items.split);
  return new Map(rows.map(({ split, n }) => [split, n]));
}

/** Each chosen item with the labels that occur on it, by position: what a stratified split needs. */
export async function* walkItemLabels(
  store: Store,
  choice: Pick<DatasetChoice, "projectId" | "states" | "labelIds">,
): AsyncGenerator<{ id: string; position: number; labels: readonly string[] }> {
  const { itemLabels } = store.tables;
  const wanted = choice.labelIds === null ? null : new Set(choice.labelIds);
  const share = createSharedLists();
  for await (const page of itemPages(store, choice)) {
    const labels = new Map<string, string[]>();
    const rows = await store.db
      .select({ itemId: itemLabels.itemId, labelId: itemLabels.labelId })
      .from(itemLabels)
      .where(
        inArray(
          itemLabels.itemId,
          page.map(({ id }) => id),
        ),
      );
    for (const { itemId, labelId } of rows) {
      if (wanted && !wanted.has(labelId)) continue;
      const list = labels.get(itemId);
      if (list) list.push(labelId);
      else labels.set(itemId, [labelId]);
    }
    for (const { id, position } of page) {
      yield { id, position, labels: share(labels.get(id) ?? []) };
    }
    await breathe();
  }
}

/** Equal lists become one: 100,000 items have few sets of labels, and each would be kept. */
function createSharedLists(): (list: readonly string[]) => readonly string[] {
  const lists = new Map<string, readonly string[]>();
  return (list) => {
    const key = list.join(" ");
    const known = lists.get(key);
    if (known) return known;
    lists.set(key, list);
    return list;
  };
}

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

type ItemRow = {
  id: string;
  position: number;
  name: string;
  split: Split | null;
  width: number | null;
  height: number | null;
  length: number | null;
  metadata: string;
  hash: string;
  annotationCount: number;
  layerId: string;
  mediaType: string;
  info: string;
};

async function* itemPages(
  store: Store,
  choice: Pick<DatasetChoice, "projectId" | "states">,
): AsyncGenerator<ItemRow[]> {
  const { db, tables } = store;
  const { items, layers, blobs } = tables;
  let after = -1;
  while (true) {
    const page = await db
      .select({
        id: items.id,
        position: items.position,
        name: items.name,
        split: items.split,
        width: items.width,
        height: items.height,
        length: items.length,
        metadata: items.metadata,
        hash: items.blobHash,
        annotationCount: items.annotationCount,
        layerId: layers.id,
        mediaType: blobs.mediaType,
        info: blobs.info,
      })
      .from(items)
      .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
      .innerJoin(blobs, eq(blobs.hash, items.blobHash))
      .where(and(chosenItems(tables, choice), gt(items.position, after)))
      .orderBy(asc(items.position))
      .limit(ITEMS_PER_PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.position;
  }
}

function chosenItems(
  { items }: Tables,
  { projectId, states }: Pick<DatasetChoice, "projectId" | "states">,
) {
  return and(
    eq(items.projectId, projectId),
    isNull(items.deletedAt),
    inArray(items.state, [...states]),
  );
}

/** Cuts a page where the annotations of the items so far are enough for one query. */
function* byWeight<T extends { annotationCount: number; length: number | null }>(
  items: readonly T[],
): Generator<T[]> {
  let batch: T[] = [];
  let weight = 0;
  for (const item of items) {
    batch.push(item);
    weight += item.annotationCount + (item.length ?? 0) * TEXT_WEIGHT;
    if (weight < ANNOTATIONS_PER_PAGE && batch.length < LAYERS_PER_PAGE) continue;
    yield batch;
    batch = [];
    weight = 0;
  }
  if (batch.length > 0) yield batch;
}

async function readAnnotations({ db, tables }: Store, items: readonly ItemRow[]) {
  const layerIds = items.filter((item) => item.annotationCount > 0).map((item) => item.layerId);
  const byLayer = new Map<string, AnnotationRow[]>();
  if (layerIds.length === 0) return byLayer;
  const { annotations } = tables;
  const rows = await db
    .select({
      layerId: annotations.layerId,
      id: annotations.id,
      labelId: annotations.labelId,
      // The bounds of a box are its whole geometry, exact to the last bit: reading them spares a
      // million small JSON texts.
      geometry: sql<
        string | null
      >`case ${annotations.kind} when 'box' then null else ${annotations.geometry} end`,
      x: annotations.x,
      y: annotations.y,
      w: annotations.w,
      h: annotations.h,
      text: annotations.text,
      attributes: annotations.attributes,
      order: annotations.order,
      score: annotations.score,
      groupId: annotations.groupId,
      extra: annotations.extra,
    })
    .from(annotations)
    .where(and(inArray(annotations.layerId, layerIds), eq(annotations.isDeleted, false)))
    .values();
  for (const values of rows) {
    const row = toRow(values as RowValues);
    const list = byLayer.get(row.layerId);
    if (list) list.push(row);
    else byLayer.set(row.layerId, [row]);
  }
  for (const list of byLayer.values()) {
    list.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  }
  return byLayer;
}

/** The texts of these items, by hash. */
async function readTexts(
  { db, tables: { texts } }: Store,
  items: readonly ItemRow[],
): Promise<Map<string, string>> {
  const hashes = [...new Set(items.map(({ hash }) => hash))];
  const rows = await db.select().from(texts).where(inArray(texts.hash, hashes));
  return new Map(rows.map(({ hash, text }) => [hash, text]));
}

type AnnotationRow = Pick<
  Tables["annotations"]["$inferSelect"],
  | "layerId"
  | "id"
  | "labelId"
  | "x"
  | "y"
  | "w"
  | "h"
  | "text"
  | "attributes"
  | "order"
  | "score"
  | "groupId"
  | "extra"
> & { /** Null: a box, whose bounds say all. */ geometry: string | null };

/** The columns in the order of the query. */
type RowValues = [
  layerId: string,
  id: string,
  labelId: string,
  geometry: string | null,
  x: number,
  y: number,
  w: number,
  h: number,
  text: string | null,
  attributes: string,
  order: number,
  score: number | null,
  groupId: string | null,
  extra: string | null,
];

/** What drizzle would do with each row, without its share of a third of an export's time. */
function toRow(values: RowValues): AnnotationRow {
  const [layerId, id, labelId, geometry, x, y, w, h, text, ...rest] = values;
  const [attributes, order, score, groupId, extra] = rest;
  const bounds = { x, y, w, h };
  return {
    layerId,
    id,
    labelId,
    geometry,
    ...bounds,
    text,
    attributes,
    order,
    score,
    groupId,
    extra,
  };
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

function toDatasetItem(
  item: ItemRow & { split: Split | null },
  { media, text }: { media: MediaKind; text: string | undefined },
): DatasetItem {
  const { sourceId, ...metadata } = readJson(item.metadata);
  return {
    ref: item.id,
    name: item.name,
    media,
    width: item.width,
    height: item.height,
    split: item.split,
    file: null,
    hash: item.hash,
    ...(item.length === null ? {} : { length: item.length }),
    ...(text === undefined ? {} : { text }),
    ...(typeof sourceId === "string" ? { sourceId } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

function toDatasetAnnotation(item: string, label: string, row: AnnotationRow): DatasetAnnotation {
  const { sourceId, ...extra } = readJson(row.extra ?? "{}");
  return {
    ref: row.id,
    item,
    label,
    geometry: geometryOf(row),
    ...(row.text === null ? {} : { text: row.text }),
    // What is in the table was validated on its way in.
    attributes: readJson(row.attributes) as Annotation["attributes"],
    score: row.score,
    groupId: row.groupId,
    order: row.order,
    ...(typeof sourceId === "string" ? { sourceId } : {}),
    ...(Object.keys(extra).length > 0 ? { extra: extra as NonNullable<Annotation["extra"]> } : {}),
  };
}

/**
 * The bounds of a box are its whole geometry, exact to the last bit: reading them spares a million
 * small JSON texts.
 */
function geometryOf({ geometry, x, y, w, h }: AnnotationRow): Annotation["geometry"] {
  if (geometry === null) return { kind: "box", x, y, w, h };
  const { v: _version, ...stored } = readJson(geometry);
  // What is in the table was validated on its way in.
  return stored as Annotation["geometry"];
}

function readJson(text: string): Record<string, unknown> {
  return text === "{}" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** Lets other requests be answered before the next page. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
