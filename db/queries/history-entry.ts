import * as z from "zod/mini";
import { annotationSchema, idSchema } from "@/lib/annotation/annotation";
import { type HistoryEntry, historyEntrySchema } from "@/lib/api/items";
import type { Tables } from "../schema/tables";

const patchSchema = z.object({
  v: z.literal(1),
  changes: z.array(
    z.object({
      id: idSchema,
      before: z.nullable(annotationSchema),
      after: z.nullable(annotationSchema),
    }),
  ),
  /** In place of the changes, where a model or an import wrote into its layer of suggestions. */
  summary: z.optional(
    z.pick(historyEntrySchema, { created: true, changed: true, deleted: true, labelIds: true }),
  ),
});
type PatchChange = z.infer<typeof patchSchema>["changes"][number];

/**
 * What the log says of one write. `model` or `title`: of the layer of suggestions that it went into; `isApart`: the layer
 * is one person's. What reviewers wrote is told with their decisions.
 */
export function toEntry(
  op: Tables["operations"]["$inferSelect"],
  of: { authorName: string | null } & Pick<HistoryEntry, "model" | "title"> &
    Partial<Pick<HistoryEntry, "isApart">>,
): HistoryEntry {
  const { authorName, model, title, isApart = false } = of;
  const { changes, summary } = patchSchema.parse(JSON.parse(op.patch));
  return historyEntrySchema.parse({
    ...op,
    author: op.authorId === null ? null : { id: op.authorId, name: authorName ?? "" },
    ...(summary ?? summarise(changes)),
    model,
    title,
    isApart,
    note: op.cause === "edit" ? op.note : null,
  });
}

function summarise(
  changes: readonly PatchChange[],
): Pick<HistoryEntry, "created" | "changed" | "deleted" | "labelIds"> {
  const summary = { created: 0, changed: 0, deleted: 0 };
  const labelIds = new Set<string>();
  for (const { before, after } of changes) {
    if (before && after) summary.changed += 1;
    else if (after) summary.created += 1;
    else if (before) summary.deleted += 1;
    if (before) labelIds.add(before.labelId);
    if (after) labelIds.add(after.labelId);
  }
  return { ...summary, labelIds: [...labelIds] };
}

/** The changes of one write, as the log has them. */
export function readPatch(text: string): readonly PatchChange[] {
  return patchSchema.parse(JSON.parse(text)).changes;
}
