import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { MEDIA_KINDS } from "@/lib/media/media";
import { users } from "./auth";

export const PROJECT_ROLES = ["manager", "reviewer", "annotator", "viewer"] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

export const projects = sqliteTable("projects", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  mediaKind: text("media_kind", { enum: MEDIA_KINDS }).notNull(),
  /** Markdown, shown to annotators. */
  guide: text("guide").notNull().default(""),
  /** Versioned JSON, see lib/annotation/workflow. */
  settings: text("settings").notNull().default('{"v":1}'),
  /** Next free `items.position`. */
  nextPosition: integer("next_position").notNull().default(0),
  createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  /** Set while a deletion can still be undone. */
  deletedAt: integer("deleted_at"),
});

export const members = sqliteTable(
  "members",
  {
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role", { enum: PROJECT_ROLES }).notNull(),
    /** Items in all that the queue may hand to the person; null: as the project has it. */
    itemLimit: integer("item_limit"),
    /** When the training was passed, or somebody let the person pass. */
    trainedAt: integer("trained_at"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.userId] }),
    index("members_user").on(table.userId),
  ],
);

export const invitations = sqliteTable("invitations", {
  id: text("id").primaryKey(),
  /** SHA-256 of the token in the link, hex; the token itself is shown once and never stored. */
  tokenHash: text("token_hash").notNull().unique(),
  /** Null: whoever has the link. */
  email: text("email"),
  /** Null: an account without a project. */
  projectId: text("project_id").references(() => projects.id, { onDelete: "cascade" }),
  role: text("role", { enum: PROJECT_ROLES }),
  createdBy: text("created_by")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
  acceptedBy: text("accepted_by").references(() => users.id, { onDelete: "set null" }),
  acceptedAt: integer("accepted_at"),
});

export const labels = sqliteTable(
  "labels",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    color: text("color").notNull(),
    hotkey: text("hotkey"),
    /** JSON array of geometry kinds; empty means every kind of the medium. */
    geometries: text("geometries").notNull().default("[]"),
    /** JSON {question, kind} of a label of the whole item; null: many of them, under no question. */
    answer: text("answer"),
    /** JSON array of what is asked for with each annotation. */
    attributes: text("attributes").notNull().default("[]"),
    /** Class index of exports; among labels that are not deleted: 0-based, no gaps. */
    position: integer("position").notNull(),
    /** Kept by the writes; annotations in result layers of items that are not deleted. */
    annotationCount: integer("annotation_count").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** A deleted label stays known, so that an editor opened before can still save. */
    deletedAt: integer("deleted_at"),
    /** Where its annotations went; later writes with this label go there too. */
    mergedInto: text("merged_into"),
    /** Its id in the dataset that it came from (a COCO category id), for the way back. */
    sourceId: text("source_id"),
  },
  (table) => [index("labels_project").on(table.projectId, table.position)],
);

/** How many items of a project are in each state; kept by the writes. */
export const stateCounts = sqliteTable(
  "state_counts",
  {
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    state: text("state").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.state] })],
);
