import { createHash } from "node:crypto";
import { and, asc, eq, gt, inArray, isNull, sum } from "drizzle-orm";
import * as z from "zod/mini";
import type { Annotation } from "@/lib/annotation/annotation";
import type { ItemState } from "@/lib/annotation/item-state";
import { type Answer, answerSchema } from "@/lib/annotation/label";
import { type Consolidation, readWorkflow } from "@/lib/annotation/workflow";
import { type Consolidated, consolidate } from "@/lib/consolidation/consolidate";
import { type MergeInfo, readMergeInfo } from "@/lib/consolidation/merge-info";
import type { MergeRule, Source } from "@/lib/consolidation/source";
import type { MediaKind } from "@/lib/media/media";
import type { Store } from "../store";
import { isSameAnnotation, toAnnotation } from "./annotation-row";
import { readPatch } from "./history-entry";

/** What people's own writing is: it is never merged over. */
const BY_HAND = ["edit", "restore", "bulk", "review"] as const;
/** A person who never met a gold answer counts as much as the others do on average; nobody counts for nothing. */
const LEAST_WEIGHT = 0.05;
const ID_LENGTH = 32;

export type ConsolidationPlan = {
  item: { id: string; projectId: string; state: ItemState };
  result: { layerId: string; rev: number; info: MergeInfo | null };
  settings: Consolidation;
  rule: MergeRule;
  sources: (Source & { userId: string; rev: number })[];
  consolidated: Consolidated;
  /** Somebody has edited the result since the last merge: it stays as it is. */
  isByHand: boolean;
  /** What the result lacks. */
  changes: { id: string; after: Annotation | null }[];
};

/**
 * What merging an item's submitted layers would do; writes nothing. Null when there is no such item, nobody has
 * submitted a layer of their own there, or its answer is known already.
 */
export async function planConsolidation(
  store: Store,
  { itemId, rule: wanted }: { itemId: string; rule?: MergeRule | undefined },
): Promise<ConsolidationPlan | null> {
  const head = await readResult(store, itemId);
  if (!head) return null;
  const { item, result, mediaKind, settings } = head;
  const { iou, quorum, isWeighted, minAgreement } = wanted ?? settings;
  const rule = { iou, quorum, isWeighted, minAgreement };
  const layers = await submittedLayers(store, itemId);
  if (layers.length === 0) return null;
  const userIds = layers.map(({ userId }) => userId);
  const weights = isWeighted
    ? await goldWeights(store, { projectId: item.projectId, userIds })
    : null;
  const labels = await readLabelAnswers(store, item.projectId);
  const all = await readLive(store, [result.layerId, ...layers.map(({ layerId }) => layerId)]);
  const sources = layers.map((layer) => ({
    ...layer,
    weight: weights?.get(layer.userId) ?? 1,
    annotations: all.get(layer.layerId) ?? [],
  }));
  const consolidated = consolidate(sources, {
    rule,
    media: mediaKind,
    answers: labels,
    idOf: (key) =>
      createHash("sha256").update(`${itemId} ${key}`).digest("hex").slice(0, ID_LENGTH),
  });
  return {
    ...{ item, result, settings, rule, sources, consolidated },
    isByHand: await isEditedByHand(store, {
      layerId: result.layerId,
      since: result.info?.rev ?? 0,
    }),
    changes: changesTo(all.get(result.layerId) ?? [], consolidated.annotations),
  };
}

async function readResult({ db, tables: { items, layers, projects } }: Store, itemId: string) {
  const rows = await db
    .select({
      projectId: items.projectId,
      state: items.state,
      layerId: layers.id,
      rev: layers.revision,
      info: layers.info,
      mediaKind: projects.mediaKind,
      settings: projects.settings,
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .innerJoin(projects, eq(projects.id, items.projectId))
    .where(and(eq(items.id, itemId), eq(items.isGold, false), isNull(items.deletedAt)));
  const row = rows[0];
  if (!row) return null;
  const { projectId, state, layerId, rev, info, mediaKind } = row;
  return {
    item: { id: itemId, projectId, state },
    result: { layerId, rev, info: readMergeInfo(info) },
    mediaKind: mediaKind satisfies MediaKind,
    settings: readWorkflow(row.settings).consolidation,
  };
}

/** Layers that people who labelled the item by themselves have handed in, in the order of their ids. */
async function submittedLayers({ db, tables: { assignments, layers } }: Store, itemId: string) {
  return db
    .select({ layerId: layers.id, userId: assignments.userId, rev: layers.revision })
    .from(assignments)
    .innerJoin(layers, eq(layers.id, assignments.layerId))
    .where(
      and(
        eq(assignments.itemId, itemId),
        eq(assignments.task, "annotate"),
        inArray(assignments.state, ["submitted", "accepted"]),
        eq(layers.isResult, false),
      ),
    )
    .orderBy(asc(layers.id));
}

/** The mean gold score of each person in the project; nobody has any: null. */
async function goldWeights(
  { db, tables: { workDays } }: Store,
  { projectId, userIds }: { projectId: string; userIds: readonly string[] },
): Promise<Map<string, number> | null> {
  const rows = await db
    .select({
      userId: workDays.userId,
      items: sum(workDays.goldItems),
      score: sum(workDays.goldScore),
    })
    .from(workDays)
    .where(and(eq(workDays.projectId, projectId), inArray(workDays.userId, [...userIds])))
    .groupBy(workDays.userId);
  const known = new Map(
    rows.flatMap(({ userId, items, score }) =>
      Number(items) > 0 ? [[userId, Number(score) / Number(items)] as const] : [],
    ),
  );
  if (known.size === 0) return null;
  const mean = [...known.values()].reduce((total, one) => total + one, 0) / known.size;
  return new Map(
    userIds.map((userId) => [userId, Math.max(LEAST_WEIGHT, known.get(userId) ?? mean)]),
  );
}

/** How the labels of the whole item answer, by id. */
export async function readLabelAnswers(
  { db, tables: { labels } }: Store,
  projectId: string,
): Promise<Map<string, Answer>> {
  const rows = await db
    .select({ id: labels.id, answer: labels.answer })
    .from(labels)
    .where(eq(labels.projectId, projectId));
  return new Map(
    rows.flatMap(({ id, answer }) =>
      answer === null ? [] : [[id, z.parse(answerSchema, JSON.parse(answer))] as const],
    ),
  );
}

/** What stands in layers now, in their drawing order. */
export async function readLive(
  { db, tables: { annotations } }: Store,
  layerIds: readonly string[],
): Promise<Map<string, Annotation[]>> {
  const rows = await db
    .select()
    .from(annotations)
    .where(and(inArray(annotations.layerId, [...layerIds]), eq(annotations.isDeleted, false)))
    .orderBy(asc(annotations.order), asc(annotations.id));
  const byLayer = new Map<string, Annotation[]>();
  for (const row of rows) {
    const list = byLayer.get(row.layerId);
    if (list) list.push(toAnnotation(row));
    else byLayer.set(row.layerId, [toAnnotation(row)]);
  }
  return byLayer;
}

async function isEditedByHand(
  { db, tables: { operations } }: Store,
  { layerId, since }: { layerId: string; since: number },
): Promise<boolean> {
  const later = await db
    .select({ patch: operations.patch })
    .from(operations)
    .where(
      and(
        eq(operations.layerId, layerId),
        gt(operations.rev, since),
        inArray(operations.cause, [...BY_HAND]),
      ),
    );
  // A state alone changes nothing.
  return later.some(({ patch }) => readPatch(patch).length > 0);
}

function changesTo(stored: readonly Annotation[], wanted: readonly Annotation[]) {
  const there = new Map(stored.map((annotation) => [annotation.id, annotation]));
  const ids = new Set(wanted.map(({ id }) => id));
  return [
    ...stored.flatMap(({ id }) => (ids.has(id) ? [] : [{ id, after: null }])),
    ...wanted.flatMap((after) =>
      isSameAnnotation(there.get(after.id) ?? null, after) ? [] : [{ id: after.id, after }],
    ),
  ];
}
