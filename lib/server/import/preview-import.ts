import "server-only";
import type { z } from "zod";
import { readMediaKind } from "@/db/queries/projects";
import type { ImportPreview, previewRequestSchema } from "@/lib/api/imports";
import { detectFormats } from "@/lib/formats/detect";
import { suggestMapping } from "@/lib/formats/table/records";
import type { App } from "../app";
import { AppError } from "../app-error";
import { completeUpload } from "../staged-uploads";
import { openFiles } from "./open-files";
import { type FirstTable, readTableHead } from "./table-head";

/** A cell is shown in a line or two. In UTF-16 units. */
const MAX_CELL = 300;
const MAX_COLUMNS = 200;

type Wanted = z.infer<typeof previewRequestSchema> & { projectId: string; userId: string };

/** Looks at the beginning of an upload that is complete, so that a person can say what it is. Writes nothing. */
export async function previewImport(app: App, wanted: Wanted): Promise<ImportPreview> {
  const { projectId, userId, uploadId, ...reading } = wanted;
  const media = await readMediaKind(app.store, projectId);
  if (!media) throw new AppError("not_found", "This project does not exist any more.");
  const upload = await completeUpload(app, { uploadId, userId });
  const files = await openFiles(upload.path, upload.name);
  try {
    const found = await detectFormats(files, media);
    const formats = found.map(({ format: { id, name }, confidence: { why } }) => ({
      ...{ id, name, why },
    }));
    const table = media === "text" ? await readTableHead(files, reading) : null;
    return { formats, table: table && toView(table) };
  } finally {
    await files.close();
  }
}

function toView({ path, head }: FirstTable): NonNullable<ImportPreview["table"]> {
  const columns = head.columns.slice(0, MAX_COLUMNS);
  const mapping = suggestMapping(head.columns, head.rows);
  return {
    ...{ path, format: head.format, encoding: head.encoding, columns },
    delimiter: head.csv?.delimiter ?? null,
    rows: head.rows.map(({ cells }) => columns.map((column) => shown(cells[column]))),
    issues: head.issues.map(({ code, where, message }) => ({ code, where, message })),
    mapping: mapping && {
      text: mapping.text,
      id: mapping.id ?? null,
      name: mapping.name ?? null,
      split: mapping.split ?? null,
      metadata: null,
      classes: mapping.classes?.map((each) => ({ ...each })) ?? [],
      answers: [],
    },
  };
}

function shown(cell: unknown): string | null {
  if (cell === undefined || cell === null) return null;
  const text = typeof cell === "string" ? cell : JSON.stringify(cell);
  return text.length <= MAX_CELL
    ? text
    : `${text.slice(0, MAX_CELL).replace(/[\ud800-\udbff]$/, "")}…`;
}
