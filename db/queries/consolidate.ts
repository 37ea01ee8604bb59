import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { layerAgreement } from "@/lib/agreement/item-agreement";
import { DEFAULT_COLLAR_S } from "@/lib/agreement/measure";
import { readWorkflow } from "@/lib/annotation/workflow";
import { MAX_KEPT_CLUSTERS, type MergeInfo } from "@/lib/consolidation/merge-info";
import type { MergeRule, OUTCOMES } from "@/lib/consolidation/source";
import type { Store } from "../store";
import { applyOp } from "./apply-op";
import {
  type ConsolidationPlan,
  planConsolidation,
  readLabelAnswers,
  readLive,
} from "./consolidation-plan";
import { addWork } from "./work-days";

export type ConsolidatedItem = {
  /** People disagree so much, or so evenly, that one has to say; or nothing is merged by itself here. */
  needsAdjudication: boolean;
  /** 0..1; null: fewer than two people have submitted. */
  agreement: number | null;
  /** Annotations of the result that are different now. */
  changed: number;
  /** `kept`: somebody has edited the result since the last merge. `none`: nobody has submitted a layer of their own. */
  outcome: "merged" | "kept" | "waiting" | "none";
};

/**
 * Merges what people submitted of an item into its result layer, by the project's rule or the one that is given, and
 * writes down how. For use in the transaction of what makes it due. Doing it again over the same work changes
 * nothing; what somebody edited in the result since the last merge stays. The state of the item is the caller's.
 *
 * Without a `rule`, a project that does not merge by itself gets the agreement alone.
 */
export async function consolidateItem(
  tx: Store,
  input: {
    itemId: string;
    now: number;
    rule?: MergeRule | undefined;
    /** Who asked for it; default: the one who submitted last. */
    userId?: string | undefined;
  },
): Promise<ConsolidatedItem> {
  const plan = await planConsolidation(tx, input);
  if (!plan) return { needsAdjudication: false, agreement: null, changed: 0, outcome: "none" };
  const { consolidated, settings, isByHand } = plan;
  const { agreement, needsAdjudication } = consolidated;
  const { items } = tx.tables;
  await tx.db.update(items).set({ agreement }).where(eq(items.id, input.itemId));
  const isWaiting = input.rule === undefined && !settings.isAutomatic;
  if (isByHand) return { needsAdjudication, agreement, changed: 0, outcome: "kept" };
  if (isWaiting) return { needsAdjudication: true, agreement, changed: 0, outcome: "waiting" };
  const rev = await writeMerge(tx, plan, input);
  await writeInfo(tx, { plan, rev, now: input.now });
  return { needsAdjudication, agreement, changed: plan.changes.length, outcome: "merged" };
}

/** The revision of the result after it. */
async function writeMerge(
  tx: Store,
  { result, changes, sources, item }: ConsolidationPlan,
  { userId, now }: { userId?: string | undefined; now: number },
): Promise<number> {
  if (changes.length === 0) return result.rev;
  const authorId = userId ?? (await lastSubmitter(tx, item.id)) ?? sources[0]?.userId ?? "";
  const written = await applyOp(tx, {
    layerId: result.layerId,
    userId: authorId,
    cause: "merge",
    now,
    op: {
      ...{ clientId: "merge", opId: uuidv7(), baseRev: result.rev, changes, at: now },
    },
  });
  if (written.kind !== "accepted") {
    throw new Error(`Item ${item.id} could not be merged: ${JSON.stringify(written)}`);
  }
  return written.rev;
}

async function lastSubmitter(
  { db, tables: { assignments } }: Store,
  itemId: string,
): Promise<string | null> {
  const rows = await db
    .select({ userId: assignments.userId, submittedAt: assignments.submittedAt })
    .from(assignments)
    .where(eq(assignments.itemId, itemId));
  const [last] = rows.sort((a, b) => (b.submittedAt ?? 0) - (a.submittedAt ?? 0));
  return last?.userId ?? null;
}

/** A merged layer is nobody's own. */
async function writeInfo(
  { db, tables: { layers } }: Store,
  { plan, rev, now }: { plan: ConsolidationPlan; rev: number; now: number },
): Promise<void> {
  const info = JSON.stringify(mergeInfo(plan, { rev, at: now }));
  await db
    .update(layers)
    .set({ kind: "merged", authorId: null, info })
    .where(eq(layers.id, plan.result.layerId));
}

function mergeInfo(
  { consolidated, rule, sources }: ConsolidationPlan,
  { rev, at }: { rev: number; at: number },
): MergeInfo {
  const { clusters, agreement, needsAdjudication } = consolidated;
  const split = clusters.filter(
    ({ outcome, share, votes }) => outcome !== "merged" || share < 1 || votes.length > 1,
  );
  const count = (wanted: (typeof OUTCOMES)[number]) =>
    clusters.filter(({ outcome }) => outcome === wanted).length;
  return {
    ...{ v: 1, at, rev, rule },
    sources: sources.map(({ layerId, userId, rev: sourceRev, weight }) => ({
      ...{ layerId, userId, rev: sourceRev, weight },
    })),
    ...{ agreement, needsAdjudication },
    counts: { merged: count("merged"), dropped: count("dropped"), tie: count("tie") },
    clusters: split
      .sort((a, b) => Number(b.outcome === "tie") - Number(a.outcome === "tie"))
      .slice(0, MAX_KEPT_CLUSTERS),
  };
}

/**
 * How far a person's layer agrees with the known answer of a gold item, 0..1 (F1 over all annotations with their
 * labels; both empty: 1). Written to the assignment and to the person's day; scored again, the difference is. Null
 * when the item has no known answer. For use in the transaction of what makes it due.
 */
export async function scoreAgainstGold(
  tx: Store,
  { assignmentId, now }: { assignmentId: string; now: number },
): Promise<number | null> {
  const found = await readAssignment(tx, assignmentId);
  if (!found) return null;
  const { projectId, userId, layerId, goldLayerId, mediaKind } = found;
  const answers = await readLabelAnswers(tx, projectId);
  const layers = await readLive(tx, [layerId, goldLayerId]);
  const score = layerAgreement(layers.get(goldLayerId) ?? [], layers.get(layerId) ?? [], {
    media: mediaKind,
    iou: readWorkflow(found.settings).consolidation.iou,
    collarS: DEFAULT_COLLAR_S,
    answers: new Map([...answers].map(([labelId, { kind }]) => [labelId, kind])),
    words: null,
  });
  const { assignments } = tx.tables;
  await tx.db.update(assignments).set({ score }).where(eq(assignments.id, assignmentId));
  await addWork(
    tx,
    { projectId, userId, now },
    { goldItems: found.score === null ? 1 : 0, goldScore: score - (found.score ?? 0) },
  );
  return score;
}

async function readAssignment(
  { db, tables: { assignments, layers, projects } }: Store,
  assignmentId: string,
) {
  const rows = await db
    .select({
      projectId: assignments.projectId,
      userId: assignments.userId,
      layerId: assignments.layerId,
      score: assignments.score,
      goldLayerId: layers.id,
      mediaKind: projects.mediaKind,
      settings: projects.settings,
    })
    .from(assignments)
    .innerJoin(layers, and(eq(layers.itemId, assignments.itemId), eq(layers.kind, "gold")))
    .innerJoin(projects, eq(projects.id, assignments.projectId))
    .where(eq(assignments.id, assignmentId));
  return rows[0] ?? null;
}
