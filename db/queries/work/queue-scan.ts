import { and, asc, eq, gt, gte, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Store } from "../../store";
import { prepared } from "../prepared";
import type { QueueKey, QueueOrder } from "./queue-cursor";

export type Candidate = { id: string; key: QueueKey; wasTheirs: boolean };

const value = sql.placeholder;

/** What an order sorts by, as its index has it; undefined: the position alone. */
function sortOf({ tables: { items } }: Store, order: QueueOrder) {
  switch (order) {
    case "position":
      return undefined;
    case "random":
      return { by: sql`${items.shuffle}`, isDescending: false };
    case "priority":
      return { by: sql`${items.priority}`, isDescending: true };
    case "uncertainty":
      return { by: sql`coalesce(${items.uncertainty}, -1)`, isDescending: true };
  }
}

/** `isOfOneValue`: only the position is left to sort by, which the planner does not see of an expression by itself. */
function select(
  store: Store,
  order: QueueOrder,
  { where, isOfOneValue = false }: { where?: SQL | undefined; isOfOneValue?: boolean },
) {
  const { items, assignments } = store.tables;
  const sort = sortOf(store, order);
  const id = sql`${items.id}`;
  // In the form of the indexes of the queue, nothing of it bound.
  const isOpen = sql`${items.openSlots} > 0`;
  return store.db
    .select({
      id: items.id,
      position: items.position,
      value: sort ? sql<number>`${sort.by}` : sql<number>`0`,
      wasTheirs: sql<number>`exists (select 1 from ${assignments} as earlier where earlier.item_id = ${id}
        and earlier.user_id = ${value("userId")} and earlier.task = 'annotate'
        and earlier.state <> 'released')`,
    })
    .from(items)
    .where(and(eq(items.projectId, value("projectId")), isOpen, isNull(items.deletedAt), where))
    .orderBy(
      ...(sort && !isOfOneValue ? [sort.isDescending ? sql`${sort.by} desc` : sort.by] : []),
      asc(items.position),
    )
    .limit(value("limit"))
    .prepare();
}

function statements(store: Store, order: QueueOrder) {
  const { items } = store.tables;
  const sort = sortOf(store, order);
  const from = gte(items.position, value("position"));
  const same = sort ? and(sql`${sort.by} = ${value("value")}`, from) : from;
  const beyond = sort?.isDescending ? lt : gt;
  return {
    first: select(store, order, {}),
    /** At the key or after it, among those of the same value. */
    same: select(store, order, { where: same, isOfOneValue: true }),
    later: sort ? select(store, order, { where: beyond(sort.by, value("value")) }) : null,
  };
}

const byPosition = prepared((store) => statements(store, "position"));
const byShuffle = prepared((store) => statements(store, "random"));
const byPriority = prepared((store) => statements(store, "priority"));
const byUncertainty = prepared((store) => statements(store, "uncertainty"));
const STATEMENTS = {
  position: byPosition,
  random: byShuffle,
  priority: byPriority,
  uncertainty: byUncertainty,
};

/** The next items with a free place, from a key on (itself included) in an order of the queue; by its index alone. */
export async function nextCandidates(
  tx: Store,
  of: {
    projectId: string;
    userId: string;
    order: QueueOrder;
    from: QueueKey | null;
    limit: number;
  },
): Promise<Candidate[]> {
  const { projectId, userId, order, from, limit } = of;
  const { first, same, later } = STATEMENTS[order](tx);
  const who = { projectId, userId };
  const rows = from
    ? await same.execute({ ...who, ...from, limit })
    : await first.execute({ ...who, limit });
  if (from && later && rows.length < limit) {
    rows.push(...(await later.execute({ ...who, value: from.value, limit: limit - rows.length })));
  }
  return rows.map(({ id, position, value: sortedBy, wasTheirs }) => ({
    ...{ id, key: { value: Number(sortedBy), position } },
    wasTheirs: Number(wasTheirs) !== 0,
  }));
}
