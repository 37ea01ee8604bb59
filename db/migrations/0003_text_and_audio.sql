CREATE TABLE `texts` (
	`hash` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`hash`) REFERENCES `blobs`(`hash`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `annotations` ADD `text` text;--> statement-breakpoint
ALTER TABLE `items` ADD `length` real;--> statement-breakpoint
ALTER TABLE `labels` ADD `answer` text;--> statement-breakpoint
ALTER TABLE `labels` ADD `attributes` text DEFAULT '[]' NOT NULL;