import * as z from "zod/mini";
import { idSchema } from "@/lib/annotation/annotation";
import { recordSchema } from "@/lib/annotation/protocol";

// Apart from the rest of what the API says of models: every page of the editor has this in its first script.

/** Of a model built in: a name and the beginning of a hash. */
export const versionIdSchema = z.string().check(z.regex(/^[\w.@-]{1,100}$/));

export const MAX_SUGGESTION_TITLE = 200;

/**
 * One model's, or one import's, suggestions on one item. Records keep the id of the suggestion when they are accepted into a
 * person's layer, so one is open as long as neither that layer has its id nor the record was deleted (rejected).
 */
export const suggestionLayerSchema = z.object({
  layerId: idSchema,
  rev: z.int().check(z.nonnegative()),
  /** A model's, or an import's (then `model` is null). */
  model: z.nullable(
    z.object({ versionId: versionIdSchema, name: z.string(), version: z.string() }),
  ),
  /** Of an import: what it was called, one layer an item; null: a model's. */
  title: z._default(z.nullable(z.string()), null),
  records: z.array(recordSchema),
});
export type SuggestionLayer = z.infer<typeof suggestionLayerSchema>;

/** GET /api/v1/items/:itemId/suggestions; the answer to opening an item has the same under `suggestions`. */
export const itemSuggestionsSchema = z.object({ layers: z.array(suggestionLayerSchema) });
