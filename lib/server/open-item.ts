import "server-only";
import { readNearest } from "@/db/queries/item-list";
import { sightOf } from "@/db/queries/item-sight";
import { readItem } from "@/db/queries/items";
import {
  findShownAnswer,
  type ItemSight,
  itemSight,
  stateFor,
  type Viewer,
} from "@/db/queries/layer-access";
import { readLayer } from "@/db/queries/layers";
import { readOwnRejections, withoutRejected } from "@/db/queries/own-rejections";
import { readMediaKind } from "@/db/queries/projects";
import { readSuggestionLayers } from "@/db/queries/suggestion-layers";
import { type AssignmentRow, toAssignment } from "@/db/queries/work/assignment-row";
import { stateBeside } from "@/db/queries/work/own-layer";
import type { Store } from "@/db/store";
import type { LayerSnapshot } from "@/lib/annotation/protocol";
import type { ItemDetail, ItemFilter } from "@/lib/api/items";
import type { OpenItemData } from "@/lib/api/open-item";
import { getApp } from "./app";
import { AppError } from "./app-error";
import { requireLayer, requireSight } from "./item-access";
import { intakeOf } from "./media/intakes";

/**
 * What the editor needs to open an item, as this person may see it; null when the item, its layer or its media are
 * gone, or it was not handed to them.
 */
export async function readOpenItem(
  store: Store,
  { itemId, filter, viewer }: { itemId: string; filter: ItemFilter; viewer: Viewer },
): Promise<OpenItemData | null> {
  const sight = await itemSight(store, { itemId, viewer });
  const detail = sight?.isVisible ? await readItem(store, itemId) : null;
  if (!sight || !detail) return null;
  const { info, ...item } = detail;
  const kind = await readMediaKind(store, item.projectId);
  if (!kind) return null;
  const view = await sightOf(store, { projectId: item.projectId, viewer });
  const [layer, neighbours, media, suggestions, answer] = await Promise.all([
    readShownLayer(store, { sight, item }),
    readNearest(store, { itemId, filter, sight: view }),
    intakeOf(kind).read(getApp(), { hash: item.blobHash, info }),
    readSuggestionLayers(store, { itemId, userId: sight.isApart ? viewer.userId : null }),
    readAnswer(store, { itemId, sight }),
  ]);
  if (!layer || !neighbours || !media) return null;
  const work = {
    readReason: sight.readReason,
    assignment: isHeld(sight) ? toAssignment(sight.assignment) : null,
    required: sight.required,
  };
  const shown = shownItem(item, { sight, layer });
  return { item: shown, layer, neighbours, media, suggestions, work, answer };
}

/** As a layer of suggestions, which is how it is drawn. */
async function readAnswer(
  store: Store,
  of: { itemId: string; sight: ItemSight },
): Promise<OpenItemData["answer"]> {
  const found = await findShownAnswer(store, of);
  const layer = found && (await readLayer(store, { layerId: found.layerId }));
  if (!found || !layer) return null;
  const { layerId, rev, records } = layer;
  return { score: found.score, layer: { layerId, rev, records, model: null, title: null } };
}

function isHeld(sight: ItemSight): sight is ItemSight & { assignment: AssignmentRow } {
  return sight.assignment !== null && sight.assignment.state !== "released";
}

/** Of an item that is labelled in layers of one's own and that nobody has taken yet: nothing. */
async function readShownLayer(
  store: Store,
  { sight, item }: { sight: ItemSight; item: Pick<ItemDetail, "id" | "state"> },
): Promise<LayerSnapshot | null> {
  const { layerId, resultLayerId } = sight;
  if (layerId === null) {
    return { layerId: resultLayerId, itemId: item.id, rev: 0, state: item.state, records: [] };
  }
  const layer = await readLayer(store, { layerId });
  return layer && { ...layer, state: stateFor(sight, layer) };
}

/** An item with the numbers of the layer that is shown of it. */
export function shownItem<Item extends ItemDetail | Omit<ItemDetail, "info">>(
  item: Item,
  { sight, layer }: { sight: ItemSight; layer: LayerSnapshot },
): Item {
  if (sight.layerId === sight.resultLayerId) return item;
  const updatedAt = sight.assignment?.updatedAt ?? item.updatedAt;
  const annotationCount = layer.records.length;
  return { ...item, layerId: layer.layerId, state: layer.state, annotationCount, updatedAt };
}

/** GET …/items/:itemId, as this person may see it. */
export async function readShownItem(
  store: Store,
  { itemId, viewer }: { itemId: string; viewer: Viewer },
): Promise<ItemDetail> {
  const sight = await requireSight(store, { itemId, viewer });
  const item = await readItem(store, itemId);
  const layer = item && (await readShownLayer(store, { sight, item }));
  if (!layer) throw new AppError("gone", "This item was deleted.");
  return shownItem(item, { sight, layer });
}

/** GET …/layers/:layerId, as this person may see it. */
export async function readLayerAs(
  store: Store,
  { layerId, since, viewer }: { layerId: string; since?: number | undefined; viewer: Viewer },
): Promise<LayerSnapshot> {
  const sight = await requireLayer(store, { layerId, viewer });
  const layer = await readLayer(store, { layerId, since });
  if (!layer) throw new AppError("gone", "This item was deleted.");
  const { userId, role } = viewer;
  const { assignment, isApart } = sight;
  if (!isApart) return { ...layer, state: stateFor(sight, layer) };
  const shown = withoutRejected(layer.records, await readOwnRejections(store, { layerId, userId }));
  // Without `since` there are no tombstones in it.
  const records = since === undefined ? shown.filter(({ annotation }) => annotation) : shown;
  const isBeside = role === "annotator" && assignment !== null && assignment.layerId !== layerId;
  const state = isBeside
    ? await stateBeside(store, { assignment, state: layer.state })
    : stateFor(sight, layer);
  return { ...layer, records, state };
}
