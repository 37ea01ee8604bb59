import { sql } from "drizzle-orm";
import type { ItemState } from "@/lib/annotation/item-state";
import type { Store } from "../store";
import { type Sight, shownState } from "./item-sight";

/** Of a person who sees only what was handed to them: how many of these items there are, by the state that they see. */
export async function countOwnStates(
  store: Store,
  { projectId, userId }: Sight,
): Promise<Map<ItemState, number>> {
  const { assignments, items, layers } = store.tables;
  const rows = await store.db.all<{ state: ItemState; n: number }>(sql`
    select case when own.is_result <> 0 then ${items.state} else ${shownState} end as state, count(*) as n
    from ${assignments} as mine
    join ${items} on ${items.id} = mine.item_id and ${items.deletedAt} is null
    join ${layers} as own on own.id = mine.layer_id
    where mine.project_id = ${projectId} and mine.user_id = ${userId}
      and mine.task = 'annotate' and mine.state <> 'released'
    group by 1`);
  return new Map(rows.map(({ state, n }) => [state, Number(n)]));
}

/** How often each label is in the layers that such a person is shown: of results by their counters. */
export async function countOwnLabels(
  store: Store,
  { projectId, userId }: Sight,
): Promise<Map<string, number>> {
  const { annotations, assignments, itemLabels, items, layers } = store.tables;
  const isResult = sql.raw("own.is_result <> 0");
  const mine = sql`${assignments} as mine
      join ${items} on ${items.id} = mine.item_id and ${items.deletedAt} is null
      join ${layers} as own on own.id = mine.layer_id`;
  const isTheirs = sql`mine.project_id = ${projectId} and mine.user_id = ${userId}
      and mine.task = 'annotate' and mine.state <> 'released'`;
  const rows = await store.db.all<{ labelId: string; n: number }>(sql`
    select label_id as labelId, sum(n) as n from (
      select used.label_id, used.n from ${mine}
      join ${itemLabels} as used on used.item_id = mine.item_id
      where ${isTheirs} and ${isResult}
      union all
      select drawn.label_id, 1 from ${mine}
      join ${annotations} as drawn on drawn.layer_id = own.id and drawn.is_deleted = 0
      where ${isTheirs} and not (${isResult}))
    group by 1`);
  return new Map(rows.map(({ labelId, n }) => [labelId, Number(n)]));
}
