import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { ITEM_STATES, SPLITS } from "@/lib/annotation/item-state";
import { users } from "./auth";
import { labels, projects } from "./projects";

/** What was uploaded, once each; the bytes are in the blob store under the same hash. */
export const blobs = sqliteTable("blobs", {
  /** SHA-256, hex. */
  hash: text("hash").primaryKey(),
  bytes: integer("bytes").notNull(),
  mediaType: text("media_type").notNull(),
  /** Upright pixels. */
  width: integer("width"),
  height: integer("height"),
  durationS: real("duration_s"),
  /** Versioned JSON of the media kind: orientation, frames, derived variants … */
  info: text("info").notNull().default('{"v":1}'),
  createdAt: integer("created_at").notNull(),
});

/** The text of a text item's blob: small and many, they live here and not in the media folder. */
export const texts = sqliteTable("texts", {
  hash: text("hash")
    .primaryKey()
    .references(() => blobs.hash, { onDelete: "cascade" }),
  text: text("text").notNull(),
});

export const items = sqliteTable(
  "items",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    /** Order of arrival, unique in the project. */
    position: integer("position").notNull(),
    /** Path with folders as uploaded. */
    name: text("name").notNull(),
    blobHash: text("blob_hash")
      .notNull()
      .references(() => blobs.hash),
    width: integer("width"),
    height: integer("height"),
    /** Code points of a text, seconds of a recording; null for images. */
    length: real("length"),
    metadata: text("metadata").notNull().default("{}"),
    state: text("state", { enum: ITEM_STATES }).notNull().default("new"),
    split: text("split", { enum: SPLITS }),
    /** Not 0: people look at it after others were accepted by themselves. */
    priority: integer("priority").notNull().default(0),
    /** Annotations in the result layer; kept by the writes. */
    annotationCount: integer("annotation_count").notNull().default(0),
    /** 0..1, how little the models are sure of it (lib/models/quality/uncertainty); null: none has looked. */
    uncertainty: real("uncertainty"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    deletedAt: integer("deleted_at"),
  },
  (table) => [
    index("items_position").on(table.projectId, table.position).where(sql`deleted_at is null`),
    index("items_state")
      .on(table.projectId, table.state, table.position)
      .where(sql`deleted_at is null`),
    index("items_name").on(table.projectId, table.name, table.id).where(sql`deleted_at is null`),
    index("items_count")
      .on(table.projectId, table.annotationCount, table.id)
      .where(sql`deleted_at is null`),
    index("items_updated")
      .on(table.projectId, table.updatedAt, table.id)
      .where(sql`deleted_at is null`),
    // Items that no model has looked at are the least of all, in every database.
    index("items_uncertainty")
      .on(table.projectId, sql`coalesce(uncertainty, -1)`, table.id)
      .where(sql`deleted_at is null`),
    index("items_audit")
      .on(table.projectId, table.priority)
      .where(sql`priority <> 0 and deleted_at is null`),
    index("items_deleted").on(table.projectId, table.deletedAt).where(sql`deleted_at is not null`),
    index("items_blob").on(table.projectId, table.blobHash),
    index("items_blob_hash").on(table.blobHash),
  ],
);

/** How often each label occurs on an item's result layer; kept by the writes. Zero rows are removed. */
export const itemLabels = sqliteTable(
  "item_labels",
  {
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    labelId: text("label_id")
      .notNull()
      .references(() => labels.id, { onDelete: "cascade" }),
    n: integer("n").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.itemId, table.labelId] }),
    index("item_labels_label").on(table.labelId, table.itemId),
  ],
);

export const LAYER_KINDS = ["person", "model", "import", "merged"] as const;

export const layers = sqliteTable(
  "layers",
  {
    id: text("id").primaryKey(),
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    projectId: text("project_id").notNull(),
    kind: text("kind", { enum: LAYER_KINDS }).notNull(),
    /** Of a layer of suggestions: what made them. An item has at most one layer of each version. */
    modelVersionId: text("model_version_id"),
    /** Who wrote first; null until then. */
    authorId: text("author_id").references(() => users.id, { onDelete: "set null" }),
    /** The one layer of the item that exports use. */
    isResult: integer("is_result", { mode: "boolean" }).notNull(),
    revision: integer("revision").notNull().default(0),
    annotationCount: integer("annotation_count").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    index("layers_item").on(table.itemId),
    uniqueIndex("layers_model")
      .on(table.itemId, table.modelVersionId)
      .where(sql`model_version_id is not null`),
    index("layers_version")
      .on(table.modelVersionId, table.projectId)
      .where(sql`model_version_id is not null`),
  ],
);
