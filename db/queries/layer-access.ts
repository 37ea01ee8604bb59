import { and, eq, isNull, sql } from "drizzle-orm";
import type { ItemState } from "@/lib/annotation/item-state";
import type { ReadReason } from "@/lib/api/item-work";
import type { ProjectRole } from "../schema/projects";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { prepared } from "./prepared";
import { type AssignmentRow, findAssignment, shownState } from "./work/assignment-row";
import { mayPick } from "./work/op-work";
import { isApart } from "./work/own-layer";
import { workflowOf } from "./work/workflow";

/** Who looks, and as what. */
export type Viewer = { userId: string; role: ProjectRole };

type LayerKind = Tables["layers"]["$inferSelect"]["kind"];

const value = sql.placeholder;

const selectLayer = prepared(({ db, tables: { layers } }) =>
  db
    .select({
      id: layers.id,
      itemId: layers.itemId,
      kind: layers.kind,
      isResult: layers.isResult,
      authorId: layers.authorId,
    })
    .from(layers)
    .where(eq(layers.id, value("layerId")))
    .prepare(),
);
const selectItem = prepared(({ db, tables: { items, layers, projects } }) =>
  db
    .select({
      id: items.id,
      projectId: items.projectId,
      state: items.state,
      required: items.required,
      openSlots: items.openSlots,
      isGold: items.isGold,
      resultLayerId: layers.id,
      settings: projects.settings,
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .innerJoin(projects, eq(projects.id, items.projectId))
    .where(and(eq(items.id, value("itemId")), isNull(items.deletedAt)))
    .prepare(),
);

/** What an item is to a person. */
export type ItemSight = {
  projectId: string;
  /** False: it was not handed to them, and they may not look around. */
  isVisible: boolean;
  /** What they are shown of it; null: a layer of their own that is made when they take the item. */
  layerId: string | null;
  /** Which layer is the result, for those who may see it. */
  resultLayerId: string;
  isApart: boolean;
  required: number;
  /** Whoever does not have it could be given it. */
  hasPlace: boolean;
  assignment: AssignmentRow | null;
  /** Null: they may write. */
  readReason: ReadReason | null;
};

/** Null when the item does not exist or was deleted. */
export async function itemSight(
  store: Store,
  { itemId, viewer }: { itemId: string; viewer: Viewer },
): Promise<ItemSight | null> {
  const rows = await selectItem(store).execute({ itemId });
  const item = rows[0];
  if (!item) return null;
  const { userId, role } = viewer;
  const assignment = await findAssignment(store, { itemId, userId, task: "annotate" });
  const { projectId, resultLayerId, required } = item;
  const workflow = workflowOf(item.settings);
  const hasPlace = item.openSlots > 0 || (item.isGold && assignment !== null);
  const common = {
    projectId,
    resultLayerId,
    required,
    hasPlace,
    assignment,
    isApart: isApart(item),
  };
  if (role === "viewer") {
    return { ...common, isVisible: true, layerId: resultLayerId, readReason: "viewer" };
  }
  if (role !== "annotator") {
    const layerId = isActive(assignment) ? assignment.layerId : resultLayerId;
    return { ...common, isVisible: true, layerId, readReason: null };
  }
  if (assignment) {
    const { layerId } = assignment;
    const readReason = ownReason(assignment, { ...item, isOwn: layerId !== resultLayerId });
    return { ...common, isVisible: true, layerId, readReason };
  }
  const isVisible = await mayPick(store, projectId, workflow);
  const place = item.openSlots > 0 ? null : ("not-yours" as const);
  if (!common.isApart) {
    const readReason = lockedReason(item.state) ?? place;
    return { ...common, isVisible, layerId: resultLayerId, readReason };
  }
  const layerId = isOver(item.state) ? resultLayerId : null;
  return { ...common, isVisible, layerId, readReason: lockedReason(item.state) ?? place ?? "take" };
}

/** Whoever sees every layer is shown their own as long as they work on it. */
function isActive(assignment: AssignmentRow | null): assignment is AssignmentRow {
  const state = assignment?.state;
  return state === "assigned" || state === "open" || state === "returned";
}

function ownReason(
  assignment: AssignmentRow,
  item: { state: ItemState; openSlots: number; isGold: boolean; isOwn: boolean },
): ReadReason | null {
  if (assignment.state === "submitted" || assignment.state === "accepted") return assignment.state;
  if (assignment.state !== "released") return null;
  const locked = item.isOwn ? null : lockedReason(item.state);
  return locked ?? (item.openSlots > 0 || item.isGold ? null : "not-yours");
}

function lockedReason(state: ItemState): ReadReason | null {
  return state === "submitted" || state === "accepted" ? state : null;
}

function isOver(state: ItemState): boolean {
  return state === "submitted" || state === "accepted";
}

type LayerFacts = { id: string; kind: LayerKind; isResult: boolean; authorId: string | null };

async function canRead(
  store: Store,
  layer: LayerFacts,
  { sight, viewer }: { sight: ItemSight; viewer: Viewer },
): Promise<boolean> {
  const isReviewer = viewer.role === "manager" || viewer.role === "reviewer";
  if (isReviewer || sight.assignment?.layerId === layer.id) return true;
  switch (layer.kind) {
    case "gold":
      return isAnswerShown(store, sight);
    case "model":
    case "import":
      return sight.isVisible;
    case "person":
    case "merged":
      if (!layer.isResult) return layer.authorId === viewer.userId;
      return sight.isVisible && sight.layerId === layer.id;
  }
}

/**
 * May this person read this layer? The one place that decides (with `readableLayers`): for the layer itself, opening its
 * item, its history, its comments and its suggestions. Null: there is no such layer, or its item was deleted.
 */
export async function layerAccess(
  store: Store,
  { layerId, viewer }: { layerId: string; viewer: Viewer },
): Promise<{ canRead: boolean; sight: ItemSight } | null> {
  const rows = await selectLayer(store).execute({ layerId });
  const layer = rows[0];
  const sight = layer && (await itemSight(store, { itemId: layer.itemId, viewer }));
  if (!layer || !sight) return null;
  return { canRead: await canRead(store, layer, { sight, viewer }), sight };
}

/** The layers of an item that a person may read. */
export async function readableLayers(
  store: Store,
  { itemId, userId, role }: { itemId: string } & Viewer,
): Promise<ReadonlySet<string>> {
  const { id, kind, isResult, authorId } = store.tables.layers;
  const viewer = { userId, role };
  const sight = await itemSight(store, { itemId, viewer });
  if (!sight) return new Set();
  const rows = await store.db
    .select({ id, kind, isResult, authorId })
    .from(store.tables.layers)
    .where(eq(store.tables.layers.itemId, itemId));
  const readable = new Set<string>();
  for (const layer of rows) {
    if (await canRead(store, layer, { sight, viewer })) readable.add(layer.id);
  }
  return readable;
}

/** The known answer is shown to those who have given theirs, where the project has it so, or in the training. */
async function isAnswerShown(store: Store, { assignment }: ItemSight): Promise<boolean> {
  if (assignment?.state !== "submitted" && assignment?.state !== "accepted") return false;
  if (assignment.origin === "training") return true;
  const { projects } = store.tables;
  const rows = await store.db
    .select({ settings: projects.settings })
    .from(projects)
    .where(eq(projects.id, assignment.projectId));
  const isGold = assignment.origin === "gold";
  return isGold && workflowOf(rows[0]?.settings ?? "{}").gold.isAnswerShown;
}

/** The known answer of a gold item that the person has submitted, when they are to see it; else null. */
export async function findShownAnswer(
  store: Store,
  { itemId, sight }: { itemId: string; sight: ItemSight },
): Promise<{ layerId: string; score: number | null } | null> {
  if (!sight.isApart || !sight.assignment || !(await isAnswerShown(store, sight))) return null;
  const { layers } = store.tables;
  const rows = await store.db
    .select({ layerId: layers.id })
    .from(layers)
    .where(and(eq(layers.itemId, itemId), eq(layers.kind, "gold")));
  return rows[0] ? { layerId: rows[0].layerId, score: sight.assignment.score } : null;
}

/** What a layer tells of the state: of one's own, how far the person is; else the item's. */
export function stateFor(
  sight: ItemSight | null,
  layer: { layerId: string; rev: number; state: ItemState },
): ItemState {
  const { assignment } = sight ?? {};
  if (!sight || !assignment || layer.layerId === sight.resultLayerId) return layer.state;
  if (assignment.layerId !== layer.layerId) return layer.state;
  return shownState(assignment.state, { isBegun: layer.rev > 0 });
}
