import { and, eq, exists, inArray, isNull, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { ItemFilter } from "@/lib/api/items";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { isHanded, type Sight, shownColumns, shownLayer } from "./item-sight";
import { ANNOTATION_BOUNDS, hasAnnotation, itemConditions } from "./shape-conditions";
import { workConditions } from "./work-conditions";

/** `sight`: whose eyes it is for; left out: those who see everything. */
export type View = { projectId: string; filter: ItemFilter; sight?: Sight | null };

/** The condition of a view; items that were deleted never match. */
export function matches(store: Store, { projectId, filter, sight = null }: View): SQL | undefined {
  const { items } = store.tables;
  const { state, annotationCount } = shownColumns(store, sight);
  return and(
    eq(items.projectId, projectId),
    isNull(items.deletedAt),
    sight?.isHandedOnly ? isHanded(store, sight) : undefined,
    filter.state && inArray(sql`${state}`, filter.state),
    filter.split && splitCondition(items, filter.split),
    filter.minCount === undefined ? undefined : sql`${annotationCount} >= ${filter.minCount}`,
    filter.maxCount === undefined ? undefined : sql`${annotationCount} <= ${filter.maxCount}`,
    ...(filter.label ? labelGroups(filter, filter.label) : []).map((group) =>
      hasLabel(store, group, sight),
    ),
    filter.audit && sql`${items.priority} <> 0`,
    ...itemConditions(store, filter, sight),
    ...workConditions(store, { projectId, filter, sight }),
    filter.name ? contains(items.name, filter.name) : undefined,
    saysSearched(store, filter, sight),
  );
}

/** By item, not as a list of items: a page ends as soon as it is full. */
function hasLabel(store: Store, labelIds: string[], sight: Sight | null): SQL {
  const { db, tables } = store;
  const { items, itemLabels, annotations } = tables;
  if (sight && !sight.isOfResults) {
    const drawn = db
      .select({ id: annotations.id })
      .from(annotations)
      .where(
        and(
          eq(annotations.layerId, shownLayer(store, sight)),
          inArray(annotations.labelId, labelIds),
          eq(annotations.isDeleted, false),
        ),
      );
    return exists(drawn);
  }
  return exists(
    db
      .select({ id: itemLabels.itemId })
      .from(itemLabels)
      .where(and(eq(itemLabels.itemId, items.id), inArray(itemLabels.labelId, labelIds))),
  );
}

/** Conditions for which every item's annotations or text have to be read. */
const SEARCHED = ["text", ...ANNOTATION_BOUNDS] as const;

export function isSearched(filter: ItemFilter): boolean {
  return SEARCHED.some((key) => filter[key] !== undefined && filter[key] !== "");
}

export function withoutSearch(filter: ItemFilter): ItemFilter {
  const rest = { ...filter };
  for (const key of SEARCHED) delete rest[key];
  return rest;
}

/** What `withoutSearch` leaves out. */
export function saysSearched(
  store: Store,
  filter: ItemFilter,
  sight: Sight | null,
): SQL | undefined {
  const layerId = shownLayer(store, sight);
  return and(
    filter.text ? saysText(store, filter.text, layerId) : undefined,
    hasAnnotation(store, filter, layerId),
  );
}

/** An item matches when it has one label of each group. */
function labelGroups({ labels }: ItemFilter, ids: readonly string[]): string[][] {
  return labels === "all" ? ids.map((id) => [id]) : [[...ids]];
}

/**
 * The item's own text has the part, or what one of its annotations says: its surface, transcript or answer, or a value of
 * one of its attributes (a speaker). Asked item by item: the cost is that of the items looked at.
 */
function saysText({ db, tables }: Store, part: string, layerId: SQL<string>): SQL | undefined {
  const { items, annotations, texts } = tables;
  const annotated = db
    .select({ id: annotations.itemId })
    .from(annotations)
    .where(
      and(
        eq(annotations.layerId, layerId),
        eq(annotations.isDeleted, false),
        or(contains(annotations.text, part), hasValue(annotations.attributes, part)),
      ),
    );
  const written = db
    .select({ hash: texts.hash })
    .from(texts)
    .where(and(eq(texts.hash, items.blobHash), contains(texts.text, part)));
  return or(exists(annotated), exists(written));
}

/** A text or a number anywhere in the attributes, but none of their names. */
function hasValue(attributes: SQLWrapper, part: string): SQL {
  const value = contains(sql.raw("tree.atom"), part);
  return sql`(${attributes} <> '{}' and exists (select 1 from json_tree(${attributes}) as tree where tree.type in ('text', 'integer', 'real') and ${value}))`;
}

function splitCondition(items: Tables["items"], wanted: NonNullable<ItemFilter["split"]>) {
  const named = wanted.filter((split) => split !== "none");
  const isNamed = inArray(items.split, named);
  return wanted.length === named.length ? isNamed : or(isNull(items.split), isNamed);
}

function contains(column: SQLWrapper, part: string): SQL | undefined {
  return or(...patterns(part).map((pattern) => sql`lower(${column}) like ${pattern} escape '\\'`));
}

/**
 * SQLite's lower() knows the letters of ASCII only, so other letters are looked for as typed, in
 * lower and in upper case.
 */
function patterns(part: string): string[] {
  const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const forms = [part, part.toLowerCase(), part.toUpperCase()].map(asciiLower);
  return [...new Set(forms)].map((form) => `%${form.replace(/[\\%_]/g, "\\$&")}%`);
}
