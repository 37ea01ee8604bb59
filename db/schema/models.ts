import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { MEDIA_KINDS } from "@/lib/media/media";
import { MODEL_TASKS } from "@/lib/models/adapter";
import { users } from "./auth";
import { blobs, items } from "./items";
import { projects } from "./projects";

/** Which uploaded files (bytes in the blob store) a project's models, or those of everybody, are made of. */
export const modelFiles = sqliteTable(
  "model_files",
  {
    id: text("id").primaryKey(),
    hash: text("hash")
      .notNull()
      .references(() => blobs.hash),
    /** Null: of the whole instance. */
    projectId: text("project_id").references(() => projects.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("model_files_hash").on(table.hash)],
);

/**
 * What gave suggestions, or may: uploaded versions, and built-in ones from when they were first used, so that
 * suggestions keep a name when a later Trazo no longer brings their model.
 */
export const modelVersions = sqliteTable(
  "model_versions",
  {
    id: text("id").primaryKey(),
    /** Null: of the whole instance. */
    projectId: text("project_id").references(() => projects.id, { onDelete: "cascade" }),
    isBuiltIn: integer("is_built_in", { mode: "boolean" }).notNull(),
    name: text("name").notNull(),
    version: text("version").notNull(),
    adapterId: text("adapter_id").notNull(),
    task: text("task", { enum: MODEL_TASKS }).notNull(),
    media: text("media", { enum: MEDIA_KINDS }).notNull(),
    /** JSON array of names. */
    classes: text("classes").notNull(),
    /** Versioned JSON, see lib/models/model-options. */
    options: text("options").notNull(),
    /** JSON arrays of {role, name, hash, bytes}. */
    files: text("files").notNull(),
    assets: text("assets").notNull(),
    licence: text("licence").notNull(),
    provenance: text("provenance").notNull(),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: integer("created_at").notNull(),
    /** It is in no list any more; its suggestions keep its name. */
    deletedAt: integer("deleted_at"),
  },
  (table) => [index("model_versions_project").on(table.projectId)],
);

/** The versions that a project uses, and how. */
export const projectModels = sqliteTable(
  "project_models",
  {
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    versionId: text("version_id")
      .notNull()
      .references(() => modelVersions.id),
    /** Versioned JSON, see modelSettingsSchema in lib/api/models. */
    settings: text("settings").notNull(),
    isDefault: integer("is_default", { mode: "boolean" }).notNull().default(false),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.versionId] }),
    index("project_models_version").on(table.versionId),
  ],
);

/** Pre-labelling of many items by browsers; its numbers are kept by the writes. */
export const modelRuns = sqliteTable(
  "model_runs",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    versionId: text("version_id").notNull(),
    state: text("state", { enum: ["running", "paused", "done", "cancelled"] }).notNull(),
    total: integer("total").notNull().default(0),
    done: integer("done").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    empty: integer("empty").notNull().default(0),
    suggestions: integer("suggestions").notNull().default(0),
    /** JSON {class index: n} and JSON array of 20 counts. */
    perClass: text("per_class").notNull().default("{}"),
    histogram: text("histogram").notNull().default("[]"),
    /** Milliseconds, of all items together. */
    totalMs: integer("total_ms").notNull().default(0),
    inferMs: integer("infer_ms").notNull().default(0),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: integer("created_at").notNull(),
    startedAt: integer("started_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("model_runs_project").on(table.projectId, table.createdAt)],
);

export const RUN_ITEM_STATES = ["waiting", "claimed", "done", "failed"] as const;

/** The items of a run. A claim is good until `leaseUntil`; afterwards anybody may take the item. */
export const modelRunItems = sqliteTable(
  "model_run_items",
  {
    runId: text("run_id")
      .notNull()
      .references(() => modelRuns.id, { onDelete: "cascade" }),
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    /** Order in which they are handed out. */
    position: integer("position").notNull(),
    state: text("state", { enum: RUN_ITEM_STATES }).notNull().default("waiting"),
    clientId: text("client_id"),
    leaseUntil: integer("lease_until"),
    /** Why it failed, in words. */
    problem: text("problem"),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.itemId] }),
    index("model_run_items_waiting").on(table.runId, table.position).where(sql`state = 'waiting'`),
    index("model_run_items_claimed")
      .on(table.runId, table.leaseUntil)
      .where(sql`state = 'claimed'`),
    index("model_run_items_item").on(table.itemId),
  ],
);
