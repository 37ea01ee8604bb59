import { z } from "zod";
import { ANSWER_KINDS } from "@/lib/annotation/label";
import { GEOMETRY_KINDS } from "@/lib/geometry/geometry";
import { type DatasetLabel, type FileTree, FormatError, type Issue, type OutFile } from "../format";
import { baseName } from "../media-index";

const FILE_NAME = "trazo-labels.json";

/**
 * What records of texts cannot say themselves: the labels in their order, those without annotations
 * too, and what each is for. It stands beside the data of every text format written here.
 */
const labelFileSchema = z.object({
  version: z.literal(1),
  format: z.string(),
  labels: z.array(
    z.object({
      name: z.string(),
      color: z.string().optional(),
      sourceId: z.string().optional(),
      geometries: z
        .array(z.string())
        .transform((kinds) => GEOMETRY_KINDS.filter((kind) => kinds.includes(kind)))
        .optional(),
      answer: z.object({ question: z.string(), kind: z.enum(ANSWER_KINDS) }).optional(),
      /** The name that stands in the data, when the format cannot hold the name itself. */
      written: z.string().optional(),
    }),
  ),
});
type Entry = z.infer<typeof labelFileSchema>["labels"][number];

/** A label and the name that stands for it in the data. */
export type KnownLabel = { label: DatasetLabel; written: string };

export function labelFile(
  format: string,
  labels: readonly DatasetLabel[],
  writtenName: (label: DatasetLabel) => string = ({ name }) => name,
): OutFile {
  const entries = labels.map((label): Entry => {
    const { name, color, sourceId, geometries, answer } = label;
    const written = writtenName(label);
    return {
      name,
      ...(color ? { color } : {}),
      ...(sourceId ? { sourceId } : {}),
      ...(geometries ? { geometries: [...geometries] } : {}),
      ...(answer ? { answer } : {}),
      ...(written === name ? {} : { written }),
    };
  });
  const text = `${JSON.stringify({ version: 1, format, labels: entries }, null, 1)}\n`;
  const bytes = new TextEncoder().encode(text);
  return { path: FILE_NAME, content: { kind: "bytes", bytes }, stored: false };
}

/** Null when there is none; an issue when it cannot be read, and then the data have to say it all. */
export async function readLabelFile(
  files: FileTree,
): Promise<{ format: string; labels: KnownLabel[] } | { issue: Issue } | null> {
  const entry = files.files().find(({ path }) => baseName(path) === FILE_NAME);
  if (!entry) return null;
  try {
    const parsed = labelFileSchema.parse(JSON.parse(await files.text(entry.path)));
    const labels = parsed.labels.map(({ written, geometries, ...rest }, position) => {
      const ref = `${parsed.format}-label-${position}`;
      const { name, color, sourceId, answer } = rest;
      const label: DatasetLabel = {
        ref,
        name,
        position,
        ...(color ? { color } : {}),
        ...(sourceId ? { sourceId } : {}),
        ...(geometries ? { geometries } : {}),
        ...(answer ? { answer } : {}),
      };
      return { label, written: written ?? name };
    });
    return { format: parsed.format, labels };
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const message = "It cannot be read, so labels are taken from the data alone.";
    return { issue: { code: "bad_json", severity: "warning", where: entry.path, message } };
  }
}

/** The format that says so in its label file; null when there is none that can be read. */
export async function namedFormat(files: FileTree): Promise<string | null> {
  const found = await readLabelFile(files);
  return found && "format" in found ? found.format : null;
}

export function isLabelFile(path: string): boolean {
  return baseName(path) === FILE_NAME;
}
