import { and, asc, count, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { ItemState } from "@/lib/annotation/item-state";
import type { Geometry, GeometryKind } from "@/lib/geometry/geometry";
import type { Judged, JudgedItem } from "@/lib/models/quality/tally";
import type { Store } from "../store";
import { currentLabels } from "./models";
import { isApart } from "./work/own-layer";

const ITEMS_PER_PAGE = 200;
/** States in which people have said that an item is as it should be. */
export const DONE_STATES = ["submitted", "accepted"] as const satisfies ItemState[];

export type JudgedView = {
  projectId: string;
  versionId: string;
  /** Labels that the project maps classes to. */
  mapped: readonly string[];
  kind: GeometryKind | null;
};

type ItemRow = {
  id: string;
  position: number;
  updatedAt: number;
  suggestedLayer: string;
  resultLayer: string;
  required: number;
  isGold: boolean;
};

/** What several people, each for themselves, made of the suggestions of an item. */
type Apart = {
  /** Of each who labels it. */
  layerIds: readonly string[];
  /** By suggestion: how many rejected it. */
  rejections: ReadonlyMap<string, number>;
};

/**
 * What people left on the items that they submitted beside what the version suggested there, some items at a
 * time. Items that were accepted by themselves are left out: they would measure the model against itself. Not
 * for the thread of the server.
 */
export async function* walkJudged(store: Store, view: JudgedView): AsyncGenerator<JudgedItem[]> {
  const labels = await currentLabels(store, view.projectId);
  const known = await knownLabels(store, { view, labels });
  let after = -1;
  for (;;) {
    const page = await readPage(store, view, after);
    const last = page.at(-1);
    if (!last) return;
    after = last.position;
    const days = await readDays(store, page);
    const apart = await readApart(store, page);
    const rows = await readRows(store, [
      ...page.flatMap(({ suggestedLayer, resultLayer }) => [suggestedLayer, resultLayer]),
      ...[...apart.values()].flatMap(({ layerIds }) => layerIds),
    ]);
    yield page.flatMap((item) => {
      const day = days.get(item.id);
      if (day === undefined) return [];
      const by = apart.get(item.id) ?? null;
      return [judge({ item, day, rows, apart: by, labels, known, kind: view.kind })];
    });
  }
}

async function readPage(
  { db, tables: { items, layers } }: Store,
  { projectId, versionId }: JudgedView,
  after: number,
): Promise<ItemRow[]> {
  const suggested = alias(layers, "suggested");
  return db
    .select({
      id: items.id,
      position: items.position,
      updatedAt: items.updatedAt,
      suggestedLayer: suggested.id,
      resultLayer: layers.id,
      required: items.required,
      isGold: items.isGold,
    })
    .from(items)
    .innerJoin(
      suggested,
      and(eq(suggested.itemId, items.id), eq(suggested.modelVersionId, versionId)),
    )
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .where(
      and(
        eq(items.projectId, projectId),
        isNull(items.deletedAt),
        inArray(items.state, DONE_STATES),
        gt(items.position, after),
      ),
    )
    .orderBy(asc(items.position))
    .limit(ITEMS_PER_PAGE);
}

/** By item; of those that people label independently of each other. */
async function readApart(
  { db, tables: { layers, ownRejections } }: Store,
  page: readonly ItemRow[],
): Promise<Map<string, Apart>> {
  const items = page.filter(isApart);
  if (items.length === 0) return new Map();
  const own = await db
    .select({ id: layers.id, itemId: layers.itemId })
    .from(layers)
    .where(
      and(
        inArray(
          layers.itemId,
          items.map(({ id }) => id),
        ),
        eq(layers.kind, "person"),
        eq(layers.isResult, false),
      ),
    );
  const { layerId, annotationId: id } = ownRejections;
  const rejected = await db
    .select({ layerId, id, count: count() })
    .from(ownRejections)
    .where(
      inArray(
        layerId,
        items.map(({ suggestedLayer }) => suggestedLayer),
      ),
    )
    .groupBy(layerId, id);
  return new Map(
    items.map((item) => [
      item.id,
      {
        layerIds: own.filter(({ itemId }) => itemId === item.id).map((layer) => layer.id),
        rejections: new Map(
          rejected
            .filter((row) => row.layerId === item.suggestedLayer)
            .map((row) => [row.id, row.count]),
        ),
      },
    ]),
  );
}

/** The day on which each item got its state from a person; those that got it from a model are left out. */
export async function readDays(
  { db, tables: { operations } }: Store,
  items: readonly Pick<ItemRow, "id" | "updatedAt">[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({
      itemId: operations.itemId,
      cause: operations.cause,
      createdAt: operations.createdAt,
    })
    .from(operations)
    .where(
      and(
        inArray(
          operations.itemId,
          items.map(({ id }) => id),
        ),
        isNotNull(operations.state),
      ),
    )
    .orderBy(asc(operations.createdAt), asc(operations.rev));
  const latest = new Map(rows.map((row) => [row.itemId, row]));
  return new Map(
    items.flatMap(({ id, updatedAt }) => {
      const given = latest.get(id);
      if (given?.cause === "model") return [];
      return [[id, new Date(given?.createdAt ?? updatedAt).toISOString().slice(0, 10)] as const];
    }),
  );
}

type Row = {
  id: string;
  labelId: string;
  geometry: string;
  text: string | null;
  attributes: string;
  score: number | null;
  isDeleted: boolean;
};

/** By layer; tombstones are what people rejected. */
async function readRows(
  { db, tables: { annotations } }: Store,
  layerIds: readonly string[],
): Promise<Map<string, Row[]>> {
  const rows = await db
    .select({
      layerId: annotations.layerId,
      id: annotations.id,
      labelId: annotations.labelId,
      geometry: annotations.geometry,
      text: annotations.text,
      attributes: annotations.attributes,
      score: annotations.score,
      isDeleted: annotations.isDeleted,
    })
    .from(annotations)
    .where(inArray(annotations.layerId, [...layerIds]))
    .orderBy(asc(annotations.order), asc(annotations.id));
  const byLayer = new Map<string, Row[]>();
  for (const { layerId, ...row } of rows) {
    const list = byLayer.get(layerId);
    if (list) list.push(row);
    else byLayer.set(layerId, [row]);
  }
  return byLayer;
}

function judge({
  item,
  day,
  rows,
  apart,
  labels,
  known,
  kind,
}: {
  item: ItemRow;
  day: string;
  rows: ReadonlyMap<string, Row[]>;
  apart: Apart | null;
  labels: ReadonlyMap<string, string>;
  known: ReadonlySet<string>;
  kind: GeometryKind | null;
}): JudgedItem {
  const leftIn = (layerId: string) =>
    (rows.get(layerId) ?? []).filter(({ isDeleted }) => !isDeleted);
  const left = leftIn(item.resultLayer);
  const byId = rowsById(left);
  const apartById = apart?.layerIds.map((layerId) => rowsById(leftIn(layerId))) ?? [];
  const suggestions = (rows.get(item.suggestedLayer) ?? []).flatMap((row): Judged[] => {
    const labelId = labels.get(row.labelId);
    if (labelId === undefined) return [];
    const own = apartById.map((each) => decisionOf(row, each.get(row.id)));
    const decision = row.isDeleted
      ? "rejected"
      : apart
        ? mostFrequent(own, apart.rejections.get(row.id) ?? 0)
        : decisionOf(row, byId.get(row.id));
    return [{ labelId, geometry: geometryOf(row), score: row.score ?? 0, decision }];
  });
  const labelled = left.flatMap((row) => {
    const geometry = geometryOf(row);
    const isOfModel = known.has(row.labelId) && (kind === null || geometry.kind === kind);
    return isOfModel ? [{ labelId: row.labelId, geometry }] : [];
  });
  return { day, suggestions, labelled };
}

function rowsById(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** What most of several people decided; of as many, the kinder one. */
function mostFrequent(
  decisions: readonly Judged["decision"][],
  rejections: number,
): Judged["decision"] {
  const counts = (["accepted", "corrected"] as const).map((decision) => ({
    decision,
    count: decisions.filter((each) => each === decision).length,
  }));
  const all = [...counts, { decision: "rejected" as const, count: rejections }];
  const most = Math.max(...all.map((each) => each.count));
  return most === 0 ? "open" : (all.find((each) => each.count === most)?.decision ?? "open");
}

function decisionOf(suggested: Row, left: Row | undefined): Judged["decision"] {
  if (!left) return "open";
  const isSame =
    suggested.labelId === left.labelId &&
    suggested.geometry === left.geometry &&
    suggested.text === left.text &&
    suggested.attributes === left.attributes;
  return isSame ? "accepted" : "corrected";
}

function geometryOf({ geometry }: Row): Geometry {
  return JSON.parse(geometry) as Geometry;
}

/** The labels that the version can give: work with others says nothing of what it missed. */
async function knownLabels(
  { db, tables: { annotations, layers } }: Store,
  { view, labels }: { view: JudgedView; labels: ReadonlyMap<string, string> },
): Promise<Set<string>> {
  const used = await db
    .selectDistinct({ labelId: annotations.labelId })
    .from(layers)
    .innerJoin(annotations, eq(annotations.layerId, layers.id))
    .where(and(eq(layers.modelVersionId, view.versionId), eq(layers.projectId, view.projectId)));
  const all = [...view.mapped, ...used.map(({ labelId }) => labelId)];
  return new Set(all.flatMap((labelId) => labels.get(labelId) ?? []));
}
