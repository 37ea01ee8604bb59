import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { users } from "./auth";
import { projects } from "./projects";

/** Files on their way in, kept in the staging folder until imported or abandoned. */
export const uploads = sqliteTable(
  "uploads",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    receivedBytes: integer("received_bytes").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("uploads_project").on(table.projectId)],
);

export const JOB_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;

/** Long work as data, so that progress survives a reload and a crash is told from a success. */
export const jobs = sqliteTable(
  "jobs",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    projectId: text("project_id").references(() => projects.id, { onDelete: "cascade" }),
    userId: text("user_id").references(() => users.id, { onDelete: "set null" }),
    state: text("state", { enum: JOB_STATES }).notNull(),
    /** Versioned JSON each. */
    payload: text("payload").notNull(),
    result: text("result"),
    error: text("error"),
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    /** Null while it waits; with `done` and `total` it gives the time left. */
    startedAt: integer("started_at"),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("jobs_project").on(table.projectId, table.createdAt)],
);
