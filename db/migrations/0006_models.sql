CREATE TABLE `model_files` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`project_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`hash`) REFERENCES `blobs`(`hash`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `model_files_hash` ON `model_files` (`hash`);--> statement-breakpoint
CREATE TABLE `model_run_items` (
	`run_id` text NOT NULL,
	`item_id` text NOT NULL,
	`position` integer NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`client_id` text,
	`lease_until` integer,
	`problem` text,
	PRIMARY KEY(`run_id`, `item_id`),
	FOREIGN KEY (`run_id`) REFERENCES `model_runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `model_run_items_waiting` ON `model_run_items` (`run_id`,`position`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `model_run_items_claimed` ON `model_run_items` (`run_id`,`lease_until`) WHERE state = 'claimed';--> statement-breakpoint
CREATE INDEX `model_run_items_item` ON `model_run_items` (`item_id`);--> statement-breakpoint
CREATE TABLE `model_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`version_id` text NOT NULL,
	`state` text NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`empty` integer DEFAULT 0 NOT NULL,
	`suggestions` integer DEFAULT 0 NOT NULL,
	`per_class` text DEFAULT '{}' NOT NULL,
	`histogram` text DEFAULT '[]' NOT NULL,
	`total_ms` integer DEFAULT 0 NOT NULL,
	`infer_ms` integer DEFAULT 0 NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `model_runs_project` ON `model_runs` (`project_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `model_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text,
	`is_built_in` integer NOT NULL,
	`name` text NOT NULL,
	`version` text NOT NULL,
	`adapter_id` text NOT NULL,
	`task` text NOT NULL,
	`media` text NOT NULL,
	`classes` text NOT NULL,
	`options` text NOT NULL,
	`files` text NOT NULL,
	`assets` text NOT NULL,
	`licence` text NOT NULL,
	`provenance` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `model_versions_project` ON `model_versions` (`project_id`);--> statement-breakpoint
CREATE TABLE `project_models` (
	`project_id` text NOT NULL,
	`version_id` text NOT NULL,
	`settings` text NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `version_id`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`version_id`) REFERENCES `model_versions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `project_models_version` ON `project_models` (`version_id`);--> statement-breakpoint
ALTER TABLE `items` ADD `uncertainty` real;--> statement-breakpoint
CREATE INDEX `items_uncertainty` ON `items` (`project_id`,coalesce("uncertainty", -1),`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `items_audit` ON `items` (`project_id`,`priority`) WHERE priority <> 0 and deleted_at is null;--> statement-breakpoint
ALTER TABLE `layers` ADD `model_version_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `layers_model` ON `layers` (`item_id`,`model_version_id`) WHERE model_version_id is not null;--> statement-breakpoint
CREATE INDEX `layers_version` ON `layers` (`model_version_id`,`project_id`) WHERE model_version_id is not null;