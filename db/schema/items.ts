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

/** A decision of a reviewer; or, where people disagree too much to merge, one between their versions. */
export const ITEM_NEEDS = ["review", "adjudication"] as const;
export type ItemNeed = (typeof ITEM_NEEDS)[number];

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
    /** How many people label it independently of each other. */
    required: integer("required").notNull().default(1),
    /** Places that the queue still has to give; kept by the writes. 0 for gold items and what is finished. */
    openSlots: integer("open_slots").notNull().default(1),
    /** 0..1, made from the id: the random order of a queue. */
    shuffle: real("shuffle").notNull().default(0),
    /** Its answer is known (a layer of the kind `gold`): it is mixed into the work to measure people. */
    isGold: integer("is_gold", { mode: "boolean" }).notNull().default(false),
    /** 0..1, how far those who labelled it agree; null: fewer than two. */
    agreement: real("agreement"),
    /** What it waits for from reviewers. */
    needs: text("needs", { enum: ITEM_NEEDS }),
    submittedAt: integer("submitted_at"),
    /** Threads of comments that nobody has resolved; kept by the writes. */
    openThreads: integer("open_threads").notNull().default(0),
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
    // The orders of the queue. What has no place left is in none of them.
    index("items_queue_position")
      .on(table.projectId, table.position)
      .where(sql`open_slots > 0 and deleted_at is null`),
    index("items_queue_shuffle")
      .on(table.projectId, table.shuffle, table.position)
      .where(sql`open_slots > 0 and deleted_at is null`),
    index("items_queue_priority")
      .on(table.projectId, sql`priority desc`, table.position)
      .where(sql`open_slots > 0 and deleted_at is null`),
    index("items_queue_uncertainty")
      .on(table.projectId, sql`coalesce(uncertainty, -1) desc`, table.position)
      .where(sql`open_slots > 0 and deleted_at is null`),
    index("items_needs")
      .on(table.projectId, table.needs, table.submittedAt)
      .where(sql`needs is not null and deleted_at is null`),
    // The least agreed upon first; those that one person labelled last.
    index("items_needs_agreement")
      .on(table.projectId, table.needs, sql`coalesce(agreement, 1)`, table.id)
      .where(sql`needs is not null and deleted_at is null`),
    index("items_gold")
      .on(table.projectId, table.shuffle)
      .where(sql`is_gold <> 0 and deleted_at is null`),
    index("items_shared").on(table.projectId).where(sql`required > 1 and deleted_at is null`),
    index("items_threads")
      .on(table.projectId, table.position)
      .where(sql`open_threads > 0 and deleted_at is null`),
    index("items_agreement")
      .on(table.projectId, table.agreement)
      .where(sql`agreement is not null and deleted_at is null`),
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

/** `gold` is the known answer of an item, `merged` what several people's layers were made into. */
export const LAYER_KINDS = ["person", "model", "import", "merged", "gold"] as const;

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
    /** Of an import's layer: the file that it came from. */
    title: text("title"),
    /** Versioned JSON: of a merged layer, the rule, its parameters and its sources. */
    info: text("info"),
    /** Whose it is: who wrote first, null until then. A layer that is not the result is its author's alone. */
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
