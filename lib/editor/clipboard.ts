import { z } from "zod";
import type { StoreApi } from "zustand/vanilla";
import { annotationSchema } from "@/lib/annotation/annotation";
import { createStoredStore, type KeyValueStorage } from "./stored";

/** Copied annotations, with the names of their labels so that they find them in another project. */
const clipboardSchema = z.object({
  itemId: z.string().nullable().catch(null),
  annotations: z.array(annotationSchema).catch([]),
  labelNames: z.record(z.string(), z.string()).catch({}),
});
export type Clipboard = z.output<typeof clipboardSchema>;
export type ClipboardStore = StoreApi<Clipboard>;

export function createClipboard(storage?: KeyValueStorage): ClipboardStore {
  return createStoredStore({ key: "trazo.editor.clipboard", schema: clipboardSchema, storage });
}
