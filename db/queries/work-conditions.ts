import {
  and,
  eq,
  exists,
  gte,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Store } from "../store";
import type { View } from "./item-conditions";

/**
 * Conditions on who has an item and on what becomes of it. Whoever sees only a part of the work is told of their own
 * alone: what others hand in, review and measure would tell which items are gold. Who looks at all results is not told
 * what happens aside of them on gold items.
 */
export function workConditions(
  store: Store,
  { projectId, filter, sight = null }: View,
): (SQL | undefined)[] {
  const { items } = store.tables;
  const { from, to, needs, gold, threads, agreementMax } = filter;
  const handed = isAssigned(store, { projectId, filter, sight });
  if (sight && !sight.isOfResults) return [handed];
  const isTheirs = filter.assignee !== undefined;
  return [
    handed,
    isTheirs || from === undefined ? undefined : gte(items.submittedAt, from),
    isTheirs || to === undefined ? undefined : lt(items.submittedAt, to),
    needs && waitsFor(store, needs),
    // In the form of their indexes, nothing of it bound.
    gold && !sight ? sql`${items.isGold} <> 0` : undefined,
    threads && sql`${items.openThreads} > 0`,
    threads && sight ? exists(openOnResult(store)) : undefined,
    agreementMax === undefined
      ? undefined
      : and(sql`${items.agreement} is not null`, lte(items.agreement, agreementMax)),
  ];
}

/** Threads of an item's result that nobody has resolved. */
function openOnResult({ db, tables: { items, layers, threads } }: Store) {
  return db
    .select({ id: threads.id })
    .from(threads)
    .innerJoin(layers, eq(layers.id, threads.layerId))
    .where(
      and(eq(threads.itemId, items.id), isNull(threads.resolvedAt), eq(layers.isResult, true)),
    );
}

/** `none`: nobody has to look at it. */
function waitsFor(
  { tables: { items } }: Store,
  needs: NonNullable<View["filter"]["needs"]>,
): SQL | undefined {
  const named = needs.filter((need) => need !== "none");
  return or(
    named.length > 0 ? inArray(items.needs, named) : undefined,
    named.length < needs.length ? isNull(items.needs) : undefined,
  );
}

/** One assignment is of one of these people, in one of these states, and was handed in by them in this time. */
function isAssigned(
  { db, tables: { items, assignments } }: Store,
  { projectId, filter: { assignee, work, from, to }, sight = null }: View,
): SQL | undefined {
  if (!assignee && !work) return undefined;
  const isOwnOnly = sight !== null && !sight.isOfResults;
  const people = isOwnOnly ? (assignee ?? [sight.userId]) : assignee;
  const seen = isOwnOnly ? people?.filter((id) => id === sight.userId) : people;
  const found = db
    .select({ itemId: assignments.itemId })
    .from(assignments)
    .where(
      and(
        eq(assignments.projectId, projectId),
        eq(assignments.task, "annotate"),
        seen && inArray(assignments.userId, seen),
        sight?.isOfResults ? notInArray(assignments.origin, ["gold", "training"]) : undefined,
        work ? inArray(assignments.state, work) : ne(assignments.state, "released"),
        assignee && from !== undefined ? gte(assignments.submittedAt, from) : undefined,
        assignee && to !== undefined ? lt(assignments.submittedAt, to) : undefined,
      ),
    );
  return inArray(items.id, found);
}
