CREATE TABLE `own_rejections` (
	`layer_id` text NOT NULL,
	`user_id` text NOT NULL,
	`annotation_id` text NOT NULL,
	PRIMARY KEY(`layer_id`, `user_id`, `annotation_id`),
	FOREIGN KEY (`layer_id`) REFERENCES `layers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `assignments_due` ON `assignments` (`project_id`,`user_id`,`due_at`,`updated_at`) WHERE state = 'assigned' and due_at is not null;