/** `lines`: a text file, every line of which is a record with the one column "text". */
export const TABLE_FORMATS = ["csv", "tsv", "json", "jsonl", "lines"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];
