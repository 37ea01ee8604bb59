CREATE TABLE `assignments` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`item_id` text NOT NULL,
	`user_id` text NOT NULL,
	`task` text NOT NULL,
	`layer_id` text NOT NULL,
	`origin` text NOT NULL,
	`state` text NOT NULL,
	`lease_until` integer,
	`due_at` integer,
	`score` real,
	`rounds` integer DEFAULT 0 NOT NULL,
	`active_ms` integer DEFAULT 0 NOT NULL,
	`assigned_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`submitted_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`layer_id`) REFERENCES `layers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`assigned_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `assignments_item` ON `assignments` (`item_id`,`user_id`,`task`);--> statement-breakpoint
CREATE INDEX `assignments_user` ON `assignments` (`project_id`,`user_id`,`state`,`updated_at`);--> statement-breakpoint
CREATE INDEX `assignments_lease` ON `assignments` (`project_id`,`lease_until`) WHERE lease_until is not null;--> statement-breakpoint
CREATE INDEX `assignments_submitted` ON `assignments` (`project_id`,`submitted_at`) WHERE submitted_at is not null;--> statement-breakpoint
CREATE INDEX `assignments_layer` ON `assignments` (`layer_id`);--> statement-breakpoint
CREATE TABLE `comments` (
	`id` text PRIMARY KEY NOT NULL,
	`thread_id` text NOT NULL,
	`author_id` text,
	`body` text NOT NULL,
	`mentions` text DEFAULT '[]' NOT NULL,
	`created_at` integer NOT NULL,
	`edited_at` integer,
	`deleted_at` integer,
	FOREIGN KEY (`thread_id`) REFERENCES `threads`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `comments_thread` ON `comments` (`thread_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`project_id` text NOT NULL,
	`item_id` text,
	`thread_id` text,
	`actor_id` text,
	`data` text DEFAULT '{"v":1}' NOT NULL,
	`created_at` integer NOT NULL,
	`read_at` integer,
	`mailed_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`thread_id`) REFERENCES `threads`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `notifications_user` ON `notifications` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`user_id`) WHERE read_at is null;--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`item_id` text NOT NULL,
	`reviewer_id` text,
	`decision` text NOT NULL,
	`reasons` text DEFAULT '[]' NOT NULL,
	`comment` text DEFAULT '' NOT NULL,
	`layer_id` text NOT NULL,
	`rev` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`reviewer_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `reviews_project` ON `reviews` (`project_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `reviews_item` ON `reviews` (`item_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `state_days` (
	`project_id` text NOT NULL,
	`day` integer NOT NULL,
	`state` text NOT NULL,
	`delta` integer NOT NULL,
	PRIMARY KEY(`project_id`, `day`, `state`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `statistics` (
	`project_id` text NOT NULL,
	`kind` text NOT NULL,
	`data` text NOT NULL,
	`computed_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `kind`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `threads` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`item_id` text NOT NULL,
	`layer_id` text NOT NULL,
	`annotation_id` text,
	`x` real,
	`y` real,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`resolved_by` text,
	`resolved_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`layer_id`) REFERENCES `layers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`resolved_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `threads_item` ON `threads` (`item_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `threads_open` ON `threads` (`project_id`,`updated_at`) WHERE resolved_at is null;--> statement-breakpoint
CREATE TABLE `work_days` (
	`project_id` text NOT NULL,
	`user_id` text NOT NULL,
	`day` integer NOT NULL,
	`submitted` integer DEFAULT 0 NOT NULL,
	`skipped` integer DEFAULT 0 NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`changed` integer DEFAULT 0 NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	`accepted` integer DEFAULT 0 NOT NULL,
	`accepted_first` integer DEFAULT 0 NOT NULL,
	`rejected` integer DEFAULT 0 NOT NULL,
	`reviewed` integer DEFAULT 0 NOT NULL,
	`gold_items` integer DEFAULT 0 NOT NULL,
	`gold_score` real DEFAULT 0 NOT NULL,
	`active_ms` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`project_id`, `user_id`, `day`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `work_days_user` ON `work_days` (`user_id`,`day`);--> statement-breakpoint
ALTER TABLE `operations` ADD `note` text;--> statement-breakpoint
ALTER TABLE `items` ADD `required` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `items` ADD `open_slots` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `items` ADD `shuffle` real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `items` ADD `is_gold` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `items` ADD `agreement` real;--> statement-breakpoint
ALTER TABLE `items` ADD `needs` text;--> statement-breakpoint
ALTER TABLE `items` ADD `submitted_at` integer;--> statement-breakpoint
ALTER TABLE `items` ADD `open_threads` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `items_queue_position` ON `items` (`project_id`,`position`) WHERE open_slots > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX `items_queue_shuffle` ON `items` (`project_id`,`shuffle`,`position`) WHERE open_slots > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX `items_queue_priority` ON `items` (`project_id`,priority desc,`position`) WHERE open_slots > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX `items_queue_uncertainty` ON `items` (`project_id`,coalesce("uncertainty", -1) desc,`position`) WHERE open_slots > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX `items_needs` ON `items` (`project_id`,`needs`,`submitted_at`) WHERE needs is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX `items_gold` ON `items` (`project_id`,`shuffle`) WHERE is_gold <> 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX `items_threads` ON `items` (`project_id`,`position`) WHERE open_threads > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX `items_agreement` ON `items` (`project_id`,`agreement`) WHERE agreement is not null and deleted_at is null;--> statement-breakpoint
ALTER TABLE `layers` ADD `title` text;--> statement-breakpoint
ALTER TABLE `layers` ADD `info` text;--> statement-breakpoint
ALTER TABLE `members` ADD `item_limit` integer;--> statement-breakpoint
ALTER TABLE `members` ADD `trained_at` integer;--> statement-breakpoint
UPDATE `items` SET `shuffle` = (abs(random()) % 4294967296) / 4294967296.0;--> statement-breakpoint
UPDATE `items` SET `open_slots` = 0 WHERE `state` NOT IN ('new', 'in_progress');--> statement-breakpoint
UPDATE `items` SET `submitted_at` = `updated_at`, `needs` = 'review' WHERE `state` = 'submitted';--> statement-breakpoint
INSERT INTO `state_days` (`project_id`, `day`, `state`, `delta`) SELECT `project_id`, CAST(strftime('%s', 'now') AS INTEGER) / 86400, `state`, `n` FROM `state_counts` WHERE `n` <> 0;
