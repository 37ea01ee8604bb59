import { and, asc, count, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Mark } from "@/lib/agreement/measure";
import { type Rater, raterKey } from "@/lib/agreement/rater";
import type { Geometry } from "@/lib/geometry/geometry";
import type { Store } from "../../store";
import { matches, type View } from "../item-conditions";
import { DONE_STATES, readDays } from "../judged-items";
import { currentLabels } from "../models";

const ITEMS_PER_PAGE = 200;

/** An item with the layers that can be compared: at least two, or the one that is left. */
export type WalkedItem = {
  id: string;
  blobHash: string;
  /** As it is stored. */
  agreement: number | null;
  layers: { rater: Rater; marks: Mark[] }[];
};

export type ComparedView = {
  projectId: string;
  /** Null: all items. */
  filter: View["filter"] | null;
  /** What each version that the project uses has to be sure of at least. */
  thresholds: ReadonlyMap<string, number>;
};

export async function countCompared(store: Store, view: ComparedView): Promise<number> {
  const { items } = store.tables;
  const rows = await store.db.select({ n: count() }).from(items).where(isMeant(store, view));
  return rows[0]?.n ?? 0;
}

function isMeant(store: Store, { projectId, filter }: ComparedView) {
  const { items } = store.tables;
  return filter === null
    ? and(eq(items.projectId, projectId), isNull(items.deletedAt))
    : matches(store, { projectId, filter });
}

/**
 * Every item of a view with its finished layers: what people handed in, known answers, what models and imports say,
 * and what was merged; a page at a time, by position. Not for the thread of the server.
 */
export async function* walkCompared(
  store: Store,
  view: ComparedView,
): AsyncGenerator<WalkedItem[]> {
  const labels = await currentLabels(store, view.projectId);
  let after = -1;
  for (;;) {
    const page = await readPage(store, view, after);
    const last = page.at(-1);
    if (!last) return;
    after = last.position;
    const raters = await readRaters(store, { page, view });
    const several = new Map([...raters].filter(([, layers]) => layers.length > 1));
    const marks = await readMarks(store, { layers: [...several.values()].flat(), view, labels });
    yield page.map(({ id, blobHash, agreement }) => ({
      ...{ id, blobHash, agreement },
      layers: (several.get(id) ?? []).map(({ rater, layerId }) => ({
        rater,
        marks: marks.get(layerId) ?? [],
      })),
    }));
  }
}

type Row = Awaited<ReturnType<typeof readPage>>[number];

function readPage(store: Store, view: ComparedView, after: number) {
  const { items } = store.tables;
  return store.db
    .select({
      id: items.id,
      position: items.position,
      state: items.state,
      required: items.required,
      agreement: items.agreement,
      blobHash: items.blobHash,
      updatedAt: items.updatedAt,
    })
    .from(items)
    .where(and(isMeant(store, view), gt(items.position, after)))
    .orderBy(asc(items.position))
    .limit(ITEMS_PER_PAGE);
}

type RatedLayer = { rater: Rater; layerId: string };

/** Which layers of each item say something, and who says it. */
async function readRaters(
  store: Store,
  { page, view }: { page: readonly Row[]; view: ComparedView },
): Promise<Map<string, RatedLayer[]>> {
  const { db, tables } = store;
  const { layers, assignments } = tables;
  const ids = page.map(({ id }) => id);
  const rows = await db
    .select({
      layerId: layers.id,
      itemId: layers.itemId,
      kind: layers.kind,
      isResult: layers.isResult,
      authorId: layers.authorId,
      title: layers.title,
      versionId: layers.modelVersionId,
      rev: layers.revision,
    })
    .from(layers)
    .where(inArray(layers.itemId, ids))
    .orderBy(desc(layers.isResult), asc(layers.id));
  const handedIn = await db
    .select({ layerId: assignments.layerId, userId: assignments.userId })
    .from(assignments)
    .where(
      and(
        inArray(assignments.itemId, ids),
        eq(assignments.task, "annotate"),
        inArray(assignments.state, ["submitted", "accepted"]),
      ),
    );
  const userOf = new Map(handedIn.map(({ layerId, userId }) => [layerId, userId]));
  const items = new Map(page.map((item) => [item.id, item]));
  const byPeople = await finishedByPeople(store, page, rows);
  const found = new Map<string, RatedLayer[]>();
  for (const row of rows) {
    const item = items.get(row.itemId);
    const rater = item && raterOf(row, { item, view, userOf, byPeople });
    if (!rater) continue;
    const list = found.get(row.itemId) ?? [];
    found.set(row.itemId, list);
    // Nobody is compared with themselves; the result comes first.
    const key = raterKey(rater);
    if (list.every((other) => raterKey(other.rater) !== key)) {
      list.push({ rater, layerId: row.layerId });
    }
  }
  return found;
}

type LayerRow = {
  layerId: string;
  itemId: string;
  kind: "person" | "model" | "import" | "merged" | "gold";
  isResult: boolean;
  authorId: string | null;
  title: string | null;
  versionId: string | null;
  rev: number;
};

function raterOf(
  { layerId, kind, isResult, authorId, title, versionId, rev }: LayerRow,
  {
    item,
    view,
    userOf,
    byPeople,
  }: {
    item: Row;
    view: ComparedView;
    userOf: ReadonlyMap<string, string>;
    byPeople: ReadonlySet<string>;
  },
): Rater | null {
  if (kind === "gold") return { kind: "gold", id: "" };
  if (kind === "model") {
    return versionId !== null && view.thresholds.has(versionId)
      ? { kind: "model", id: versionId }
      : null;
  }
  if (!isResult) {
    if (kind === "import") return { kind: "import", id: title ?? "" };
    const userId = userOf.get(layerId);
    return userId === undefined ? null : { kind: "person", id: userId };
  }
  if (rev === 0 && item.required > 1) return null;
  if (kind === "merged" || item.required > 1) return { kind: "result", id: "" };
  // One person labels it, in the result itself.
  const userId = userOf.get(layerId) ?? authorId;
  return userId !== null && byPeople.has(item.id) ? { kind: "person", id: userId } : null;
}

/**
 * Items with one person's work in the result beside something to compare it with, which that person handed in: what was
 * accepted by itself would measure a model against itself.
 */
async function finishedByPeople(
  store: Store,
  page: readonly Row[],
  layers: readonly LayerRow[],
): Promise<ReadonlySet<string>> {
  const withOthers = new Set(layers.flatMap(({ itemId, isResult }) => (isResult ? [] : [itemId])));
  const done = page.filter(
    ({ id, state, required }) =>
      required === 1 && withOthers.has(id) && DONE_STATES.some((one) => one === state),
  );
  return done.length === 0 ? new Set() : new Set((await readDays(store, done)).keys());
}

/** By layer. What was rejected of a model's layer was said all the same; what it is not sure of was not. */
async function readMarks(
  { db, tables: { annotations } }: Store,
  {
    layers,
    view,
    labels,
  }: { layers: readonly RatedLayer[]; view: ComparedView; labels: ReadonlyMap<string, string> },
): Promise<Map<string, Mark[]>> {
  const raters = new Map(layers.map(({ layerId, rater }) => [layerId, rater]));
  const rows = await db
    .select({
      layerId: annotations.layerId,
      id: annotations.id,
      labelId: annotations.labelId,
      geometry: annotations.geometry,
      text: annotations.text,
      score: annotations.score,
      isDeleted: annotations.isDeleted,
    })
    .from(annotations)
    .where(inArray(annotations.layerId, [...raters.keys()]));
  const byLayer = new Map<string, Mark[]>();
  for (const { layerId, id, text, ...row } of rows) {
    const rater = raters.get(layerId);
    const labelId = labels.get(row.labelId);
    if (!rater || labelId === undefined) continue;
    const isSuggested = rater.kind === "model" || rater.kind === "import";
    if (row.isDeleted && !isSuggested) continue;
    const least = rater.kind === "model" ? (view.thresholds.get(rater.id) ?? 0) : 0;
    if ((row.score ?? 1) < least) continue;
    const geometry = JSON.parse(row.geometry) as Geometry;
    const mark = { id, labelId, geometry, ...(text === null ? {} : { text }) };
    const list = byLayer.get(layerId);
    if (list) list.push(mark);
    else byLayer.set(layerId, [mark]);
  }
  return byLayer;
}
