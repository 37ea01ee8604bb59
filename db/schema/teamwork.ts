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
import {
  ASSIGNMENT_ORIGINS,
  ASSIGNMENT_STATES,
  REVIEW_DECISIONS,
  TASKS,
} from "@/lib/annotation/assignment";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { users } from "./auth";
import { items, layers } from "./items";
import { projects } from "./projects";

/** An item handed to a person. One row per person, item and task for ever: nobody gets the same item twice. */
export const assignments = sqliteTable(
  "assignments",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    task: text("task", { enum: TASKS }).notNull(),
    /** What the person writes into: the result layer, or one of their own where several label the item. */
    layerId: text("layer_id")
      .notNull()
      .references(() => layers.id, { onDelete: "cascade" }),
    origin: text("origin", { enum: ASSIGNMENT_ORIGINS }).notNull(),
    state: text("state", { enum: ASSIGNMENT_STATES }).notNull(),
    /** Of an open one that the queue gave: until then it is nobody else's. Null: it is kept. */
    leaseUntil: integer("lease_until"),
    dueAt: integer("due_at"),
    /** 0..1, against the known answer of a gold item. */
    score: real("score"),
    /** How often it came back from review. */
    rounds: integer("rounds").notNull().default(0),
    /** Time of real interaction. */
    activeMs: integer("active_ms").notNull().default(0),
    assignedBy: text("assigned_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    submittedAt: integer("submitted_at"),
  },
  (table) => [
    uniqueIndex("assignments_item").on(table.itemId, table.userId, table.task),
    index("assignments_user").on(table.projectId, table.userId, table.state, table.updatedAt),
    // What a manager gave a person, by when it is due.
    index("assignments_due")
      .on(table.projectId, table.userId, table.dueAt, table.updatedAt)
      .where(sql`state = 'assigned' and due_at is not null`),
    index("assignments_lease")
      .on(table.projectId, table.leaseUntil)
      .where(sql`lease_until is not null`),
    index("assignments_submitted")
      .on(table.projectId, table.submittedAt)
      .where(sql`submitted_at is not null`),
    index("assignments_layer").on(table.layerId),
  ],
);

/** What reviewers decided, and why. */
export const reviews = sqliteTable(
  "reviews",
  {
    /** Client-made: sent twice, it is decided once. */
    id: text("id").primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    reviewerId: text("reviewer_id").references(() => users.id, { onDelete: "set null" }),
    decision: text("decision", { enum: REVIEW_DECISIONS }).notNull(),
    /** JSON array of the project's reasons, as they were named then. */
    reasons: text("reasons").notNull().default("[]"),
    comment: text("comment").notNull().default(""),
    /** The layer and its revision that were looked at. */
    layerId: text("layer_id").notNull(),
    rev: integer("rev").notNull(),
    /** Versioned JSON: what the decision changed, so that it can be taken back; see db/queries/review-undo. */
    before: text("before").notNull().default('{"v":1}'),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("reviews_project").on(table.projectId, table.createdAt),
    index("reviews_item").on(table.itemId, table.createdAt),
  ],
);

/** Comments on one thing: an annotation, a point, or the item as a whole. */
export const threads = sqliteTable(
  "threads",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    itemId: text("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    /** Whose layer it is about; its readers are those of the layer. */
    layerId: text("layer_id")
      .notNull()
      .references(() => layers.id, { onDelete: "cascade" }),
    annotationId: text("annotation_id"),
    /** In the unit of the medium; a place in a text or recording has x alone. */
    x: real("x"),
    y: real("y"),
    createdBy: text("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    resolvedBy: text("resolved_by").references(() => users.id, { onDelete: "set null" }),
    resolvedAt: integer("resolved_at"),
  },
  (table) => [
    index("threads_item").on(table.itemId, table.createdAt),
    index("threads_open").on(table.projectId, table.updatedAt).where(sql`resolved_at is null`),
  ],
);

export const comments = sqliteTable(
  "comments",
  {
    /** Client-made: sent twice, it is written once. */
    id: text("id").primaryKey(),
    threadId: text("thread_id")
      .notNull()
      .references(() => threads.id, { onDelete: "cascade" }),
    authorId: text("author_id").references(() => users.id, { onDelete: "set null" }),
    body: text("body").notNull(),
    /** JSON array of user ids. */
    mentions: text("mentions").notNull().default("[]"),
    createdAt: integer("created_at").notNull(),
    editedAt: integer("edited_at"),
    deletedAt: integer("deleted_at"),
  },
  (table) => [index("comments_thread").on(table.threadId, table.createdAt)],
);

export const NOTIFICATION_KINDS = ["mention", "reply", "comment", "rejected", "assigned"] as const;

export const notifications = sqliteTable(
  "notifications",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: NOTIFICATION_KINDS }).notNull(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    /** Null: about the project (so many items were assigned). */
    itemId: text("item_id").references(() => items.id, { onDelete: "cascade" }),
    threadId: text("thread_id").references(() => threads.id, { onDelete: "cascade" }),
    actorId: text("actor_id").references(() => users.id, { onDelete: "set null" }),
    /** Versioned JSON for its sentence: counts, the beginning of a comment. */
    data: text("data").notNull().default('{"v":1}'),
    createdAt: integer("created_at").notNull(),
    readAt: integer("read_at"),
    mailedAt: integer("mailed_at"),
  },
  (table) => [
    index("notifications_user").on(table.userId, table.createdAt),
    index("notifications_unread").on(table.userId).where(sql`read_at is null`),
  ],
);

/** How the states of a project changed on each day (UTC); their running sums are the states over time. */
export const stateDays = sqliteTable(
  "state_days",
  {
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    /** Days since 1970. */
    day: integer("day").notNull(),
    state: text("state", { enum: ITEM_STATES }).notNull(),
    delta: integer("delta").notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.day, table.state] })],
);

/** What each person did on each day (UTC) in each project; kept by the writes. */
export const workDays = sqliteTable(
  "work_days",
  {
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    day: integer("day").notNull(),
    /** Items, each time they are submitted or skipped. */
    submitted: integer("submitted").notNull().default(0),
    skipped: integer("skipped").notNull().default(0),
    /** Annotations. */
    created: integer("created").notNull().default(0),
    changed: integer("changed").notNull().default(0),
    deleted: integer("deleted").notNull().default(0),
    /** Decisions of reviewers on the person's items; `acceptedFirst` without having gone back nor been mended. */
    accepted: integer("accepted").notNull().default(0),
    acceptedFirst: integer("accepted_first").notNull().default(0),
    rejected: integer("rejected").notNull().default(0),
    /** Decisions that the person made. */
    reviewed: integer("reviewed").notNull().default(0),
    goldItems: integer("gold_items").notNull().default(0),
    goldScore: real("gold_score").notNull().default(0),
    activeMs: integer("active_ms").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.userId, table.day] }),
    index("work_days_user").on(table.userId, table.day),
  ],
);

/** Numbers that are too dear to count at every look: as they were at `computedAt`. */
export const statistics = sqliteTable(
  "statistics",
  {
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    /** Versioned JSON. */
    data: text("data").notNull(),
    computedAt: integer("computed_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.kind] })],
);
