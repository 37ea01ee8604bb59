import { and, eq, exists, gt, gte, lt, type SQL, sql } from "drizzle-orm";
import type { ItemFilter } from "@/lib/api/items";
import type { Store } from "../store";
import type { Sight } from "./item-sight";

/** What is asked of the bounds of annotations, which no index has. */
export const ANNOTATION_BOUNDS = [
  ...(["minSize", "maxSize", "minAspect", "maxAspect"] as const),
  ...(["minSpan", "maxSpan", "at"] as const),
] as const;

/**
 * Conditions on an item's own length and on its reviews: to whoever is shown their own work alone, on those of that work.
 */
export function itemConditions(
  store: Store,
  filter: ItemFilter,
  sight: Sight | null,
): (SQL | undefined)[] {
  const { db, tables } = store;
  const { items, reviews, assignments } = tables;
  const { minLength, maxLength, reason } = filter;
  return [
    minLength === undefined ? undefined : gte(items.length, minLength),
    maxLength === undefined ? undefined : lt(items.length, maxLength),
    reason === undefined
      ? undefined
      : exists(
          db
            .select({ id: reviews.id })
            .from(reviews)
            .where(
              and(
                eq(reviews.itemId, items.id),
                eq(reviews.decision, "reject"),
                sql`exists (select 1 from json_each(${reviews.reasons}) as given where given.value = ${reason})`,
                sight && !sight.isOfResults
                  ? sql`exists (select 1 from ${assignments} as mine where mine.item_id = ${items.id} and mine.user_id = ${sight.userId} and mine.task = 'annotate' and mine.rounds > 0)`
                  : undefined,
              ),
            ),
        ),
  ];
}

/**
 * One annotation of the layer that is shown is as large, as long and where the filter says, all at once; undefined where it says
 * nothing of that.
 */
export function hasAnnotation(
  { db, tables }: Store,
  filter: ItemFilter,
  layerId: SQL<string>,
): SQL | undefined {
  const { items, annotations } = tables;
  const { minSize, maxSize, minAspect, maxAspect, minSpan, maxSpan, at } = filter;
  const { x, y, w, h, kind } = annotations;
  const isOfBoxes = [minSize, maxSize, minAspect, maxAspect].some((bound) => bound !== undefined);
  const isOfIntervals = minSpan !== undefined || maxSpan !== undefined;
  const wanted = [
    isOfBoxes ? eq(kind, "box") : undefined,
    isOfIntervals ? eq(kind, "interval") : undefined,
    // By the square: not every SQLite has a root.
    minSize === undefined ? undefined : sql`${w} * ${h} >= ${minSize * minSize}`,
    maxSize === undefined ? undefined : sql`${w} * ${h} < ${maxSize * maxSize}`,
    // A box without height is wider than any ratio.
    minAspect === undefined ? undefined : sql`${w} >= ${minAspect} * ${h}`,
    maxAspect === undefined ? undefined : sql`${w} < ${maxAspect} * ${h}`,
    minSpan === undefined ? undefined : gte(w, minSpan),
    maxSpan === undefined ? undefined : lt(w, maxSpan),
    ...(at === undefined ? [] : placeConditions()),
  ].filter((condition) => condition !== undefined);
  if (wanted.length === 0) return undefined;
  return exists(
    db
      .select({ id: annotations.id })
      .from(annotations)
      .where(and(eq(annotations.layerId, layerId), eq(annotations.isDeleted, false), ...wanted)),
  );

  /** The last row and column have their end in, as nothing comes after it. */
  function placeConditions(): SQL[] {
    const [left = 0, top = 0, right, bottom] = (at ?? "").split(",").map(Number);
    const across = sql`(${x} + ${w} / 2)`;
    if (right === undefined || bottom === undefined) {
      return [eq(kind, "interval"), ...within(across, sql`${items.length}`, [left, top])];
    }
    const down = sql`(${y} + ${h} / 2)`;
    return [
      eq(kind, "box"),
      ...within(across, sql`${items.width}`, [left, right]),
      ...within(down, sql`${items.height}`, [top, bottom]),
    ];
  }
}

/** What is before 0 or beyond the end counts as at it. */
function within(value: SQL, whole: SQL, [from, to]: [number, number]): SQL[] {
  return [
    gt(whole, 0),
    ...(from > 0 ? [sql`${value} >= ${from} * ${whole}`] : []),
    ...(to < 1 ? [sql`${value} < ${to} * ${whole}`] : []),
  ];
}
