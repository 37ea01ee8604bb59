import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { ANNOTATION_SOURCES } from "@/lib/annotation/annotation";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { users } from "./auth";
import { items, layers } from "./items";

export const OP_CAUSES = [
  "edit",
  "import",
  "label",
  "restore",
  "bulk",
  "model",
  "review",
  "merge",
] as const;

export const annotations = sqliteTable(
  "annotations",
  {
    layerId: text("layer_id")
      .notNull()
      .references(() => layers.id, { onDelete: "cascade" }),
    /** Client-made; unique within the layer, so nobody can write into another layer by guessing. */
    id: text("id").notNull(),
    itemId: text("item_id").notNull(),
    projectId: text("project_id").notNull(),
    labelId: text("label_id").notNull(),
    kind: text("kind").notNull(),
    /** Bounds of the geometry in media units, for filters, grids and dashboards. */
    x: real("x").notNull(),
    y: real("y").notNull(),
    w: real("w").notNull(),
    h: real("h").notNull(),
    /** Exact geometry, versioned JSON. */
    geometry: text("geometry").notNull(),
    attributes: text("attributes").notNull().default("{}"),
    /** Surface text of a span, transcript of a region, answer about the whole item. */
    text: text("text"),
    order: real("z_order").notNull(),
    score: real("score"),
    source: text("source", { enum: ANNOTATION_SOURCES }).notNull(),
    groupId: text("group_id"),
    extra: text("extra"),
    /** Revision of the layer that last touched the row. */
    rev: integer("rev").notNull(),
    /** A tombstone: the row stays, so that a late write is seen as a conflict. */
    isDeleted: integer("is_deleted", { mode: "boolean" }).notNull().default(false),
    updatedBy: text("updated_by"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.layerId, table.id] }),
    index("annotations_label").on(table.labelId, table.layerId),
    index("annotations_item").on(table.itemId),
  ],
);

/**
 * What a person rejected of the suggestions on an item that others label independently of them: it is gone for them
 * alone. Elsewhere a rejected suggestion is a tombstone in its layer.
 */
export const ownRejections = sqliteTable(
  "own_rejections",
  {
    /** The layer of suggestions. */
    layerId: text("layer_id")
      .notNull()
      .references(() => layers.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    annotationId: text("annotation_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.layerId, table.userId, table.annotationId] })],
);

/** The log of every write: idempotency, history and audit in one. */
export const operations = sqliteTable(
  "operations",
  {
    layerId: text("layer_id")
      .notNull()
      .references(() => layers.id, { onDelete: "cascade" }),
    opId: text("op_id").notNull(),
    rev: integer("rev").notNull(),
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    authorId: text("author_id").references(() => users.id, { onDelete: "set null" }),
    clientId: text("client_id").notNull(),
    /** What kind of write: in the editor, an import, a label merge, a restore, many items at once, a model. */
    cause: text("cause", { enum: OP_CAUSES }).notNull(),
    state: text("state", { enum: ITEM_STATES }),
    /**
     * Versioned JSON: {"v":1,"changes":[{id, before, after}]}. What a model writes into its own layer is too much to
     * keep twice: {"v":1,"changes":[],"summary":{created, changed, deleted, labelIds}}.
     */
    patch: text("patch").notNull(),
    /** Why it was skipped or rejected, in the person's words. */
    note: text("note"),
    /** When the person did it, by their clock. */
    at: integer("at").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.layerId, table.opId] }),
    index("operations_rev").on(table.layerId, table.rev),
    index("operations_item").on(table.itemId, table.createdAt),
  ],
);
