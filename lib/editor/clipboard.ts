import * as z from "zod/mini";
import type { StoreApi } from "zustand/vanilla";
import { annotationSchema } from "@/lib/annotation/annotation";
import { createStoredStore, type KeyValueStorage } from "./stored";

/** Copied annotations, with the names of their labels so that they find them in another project. */
const clipboardSchema = z.object({
  itemId: z.catch(z.nullable(z.string()), null),
  annotations: z.catch(z.array(annotationSchema), []),
  labelNames: z.catch(z.record(z.string(), z.string()), {}),
});
export type Clipboard = z.output<typeof clipboardSchema>;
export type ClipboardStore = StoreApi<Clipboard>;

export function createClipboard(storage?: KeyValueStorage): ClipboardStore {
  return createStoredStore({ key: "trazo.editor.clipboard", schema: clipboardSchema, storage });
}
