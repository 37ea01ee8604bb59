import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { ItemState } from "@/lib/annotation/item-state";
import type { Store } from "../store";
import type { Viewer } from "./layer-access";
import { prepared } from "./prepared";
import { hasGold, mayPick } from "./work/op-work";
import { readProjectWorkflow } from "./work/workflow";

/** Whose eyes a list is for, where that makes a difference. */
export type Sight = {
  projectId: string;
  userId: string;
  /** Only what was handed to them. */
  isHandedOnly: boolean;
  /** Items as they are, results and all; kept from them is only what tells gold items from others. */
  isOfResults: boolean;
};

const value = sql.placeholder;
const selectShared = prepared(({ db, tables: { items } }) =>
  db
    .select({ id: items.id })
    .from(items)
    .where(
      and(
        eq(items.projectId, value("projectId")),
        // As the index has it, not bound.
        sql`${items.required} > 1`,
        isNull(items.deletedAt),
      ),
    )
    .limit(1)
    .prepare(),
);

/** Null: this person sees every item as it is, and which are gold. */
export async function sightOf(
  store: Store,
  { projectId, viewer }: { projectId: string; viewer: Viewer },
): Promise<Sight | null> {
  const { userId, role } = viewer;
  const isOfResults = role === "viewer";
  if (isOfResults && (await hasGold(store, projectId))) {
    return { projectId, userId, isOfResults, isHandedOnly: false };
  }
  if (role !== "annotator") return null;
  const isHandedOnly = !(await mayPick(
    store,
    projectId,
    await readProjectWorkflow(store, projectId),
  ));
  if (isHandedOnly) return { projectId, userId, isHandedOnly, isOfResults };
  const shared = await selectShared(store).execute({ projectId });
  return shared.length > 0 ? { projectId, userId, isHandedOnly, isOfResults } : null;
}

/** The item was handed to the person. */
export function isHanded({ tables }: Store, { projectId, userId }: Sight): SQL {
  const { items, assignments } = tables;
  return sql`${items.id} in (select handed.item_id from ${assignments} as handed
    where handed.project_id = ${projectId} and handed.user_id = ${userId}
    and handed.task = 'annotate' and handed.state <> 'released')`;
}

/** From the layer of their own that the person has on the item, with their assignment as `mine`. */
function fromOwn({ tables }: Store, { userId }: Sight, what: SQL): SQL {
  const { items, assignments, layers } = tables;
  return sql`(select ${what} from ${assignments} as mine
    join ${layers} as own on own.id = mine.layer_id and own.is_result = 0
    where mine.item_id = ${items.id} and mine.user_id = ${userId} and mine.task = 'annotate')`;
}

/** `shownState` of work/assignment-row: of an assignment `mine` and its layer `own`. */
export const shownState = sql.raw(`case mine.state when 'returned' then 'rejected'
    when 'submitted' then 'submitted' when 'accepted' then 'accepted' when 'skipped' then 'skipped'
    else case when own.revision > 0 then 'in_progress' else 'new' end end`);

/** What a list tells of an item: of those that people label in layers of their own, how far this person is. */
export function shownColumns(store: Store, sight: Sight | null) {
  const { items } = store.tables;
  const { state, annotationCount, updatedAt } = items;
  if (!sight || sight.isOfResults) return { state, annotationCount, updatedAt };
  const own = (what: SQL) => fromOwn(store, sight, what);
  return {
    state: sql<ItemState>`coalesce(${own(shownState)}, ${state})`,
    annotationCount: sql<number>`coalesce(${own(sql.raw("own.annotation_count"))}, ${annotationCount})`,
    updatedAt: sql<number>`coalesce(${own(sql.raw("mine.updated_at"))}, ${updatedAt})`,
  };
}

/** The id of the layer that is shown of an item. */
export function shownLayer(store: Store, sight: Sight | null): SQL<string> {
  const { items, layers } = store.tables;
  const result = sql<string>`(select result.id from ${layers} as result
    where result.item_id = ${items.id} and result.is_result <> 0)`;
  if (!sight || sight.isOfResults) return result;
  return sql<string>`coalesce(${fromOwn(store, sight, sql.raw("own.id"))}, ${result})`;
}
