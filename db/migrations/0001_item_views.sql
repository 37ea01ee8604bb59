CREATE INDEX `operations_rev` ON `operations` (`layer_id`,`rev`);--> statement-breakpoint
CREATE INDEX `items_deleted` ON `items` (`project_id`,`deleted_at`) WHERE deleted_at is not null;