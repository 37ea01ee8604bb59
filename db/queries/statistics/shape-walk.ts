import { and, asc, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { ShapeItem, ShapeRow } from "@/lib/statistics/shape-tally";
import type { Store } from "../../store";

const ITEMS_PER_PAGE = 500;
/** More labels make a table that nobody reads. */
const MOST_LABELS = 12;

export type WalkedItem = ShapeItem & {
  rows: ShapeRow[];
  /** Of `topLabels`, those that the item has. */
  labelIds: string[];
};

/** The labels with the most annotations, most first. */
export async function topLabels(
  { db, tables: { labels } }: Store,
  projectId: string,
): Promise<string[]> {
  const rows = await db
    .select({ id: labels.id })
    .from(labels)
    .where(
      and(eq(labels.projectId, projectId), isNull(labels.deletedAt), gt(labels.annotationCount, 0)),
    )
    .orderBy(desc(labels.annotationCount), asc(labels.position))
    .limit(MOST_LABELS);
  return rows.map(({ id }) => id);
}

/** Every item with the bounds of its result, some at a time, in the order of the project. Not for the thread of the server. */
export async function* walkShapes(
  store: Store,
  { projectId, labelIds }: { projectId: string; labelIds: readonly string[] },
): AsyncGenerator<WalkedItem[]> {
  const { db, tables } = store;
  const { items, layers } = tables;
  let after = -1;
  for (;;) {
    const page = await db
      .select({
        id: items.id,
        position: items.position,
        width: items.width,
        height: items.height,
        length: items.length,
        layerId: layers.id,
      })
      .from(items)
      .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
      .where(
        and(eq(items.projectId, projectId), isNull(items.deletedAt), gt(items.position, after)),
      )
      .orderBy(asc(items.position))
      .limit(ITEMS_PER_PAGE);
    const last = page.at(-1);
    if (!last) return;
    after = last.position;
    const rows = await readRows(
      store,
      page.map(({ layerId }) => layerId),
    );
    const used = await readLabelIds(store, {
      itemIds: page.map(({ id }) => id),
      labelIds,
    });
    yield page.map(({ id, layerId, width, height, length }) => ({
      ...{ width, height, length },
      rows: rows.get(layerId) ?? [],
      labelIds: used.get(id) ?? [],
    }));
  }
}

async function readRows(
  { db, tables: { annotations } }: Store,
  layerIds: readonly string[],
): Promise<Map<string, ShapeRow[]>> {
  const { layerId, kind, x, y, w, h } = annotations;
  const rows = await db
    .select({ layerId, kind, x, y, w, h })
    .from(annotations)
    .where(and(inArray(layerId, [...layerIds]), eq(annotations.isDeleted, false)));
  return grouped(rows, (row) => row.layerId);
}

async function readLabelIds(
  { db, tables: { itemLabels } }: Store,
  { itemIds, labelIds }: { itemIds: readonly string[]; labelIds: readonly string[] },
): Promise<Map<string, string[]>> {
  if (labelIds.length === 0) return new Map();
  const rows = await db
    .select({ itemId: itemLabels.itemId, labelId: itemLabels.labelId })
    .from(itemLabels)
    .where(
      and(inArray(itemLabels.itemId, [...itemIds]), inArray(itemLabels.labelId, [...labelIds])),
    );
  const groups = grouped(rows, ({ itemId }) => itemId);
  return new Map([...groups].map(([id, list]) => [id, list.map(({ labelId }) => labelId)]));
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const list = groups.get(keyOf(row));
    if (list) list.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
