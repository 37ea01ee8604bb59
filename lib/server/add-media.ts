import "server-only";
import pLimit from "p-limit";
import { type AddedItem, addItem, type NewItem } from "@/db/queries/items";
import { readMediaKind } from "@/db/queries/projects";
import { itemName } from "@/lib/media/item-name";
import type { App } from "./app";
import { AppError } from "./app-error";
import type { BytesSource } from "./media/blob-store";
import type { KeptMedia } from "./media/intake";
import { intakeOf } from "./media/intakes";

/** Files that are received or decoded at a time; the others wait, unread, so that memory stays level. */
const FILES_AT_A_TIME = 16;

const holder = globalThis as typeof globalThis & { trazoAddLimit?: ReturnType<typeof pLimit> };

export type AddMedia = {
  projectId: string;
  /** Path of a local file, or the bytes. */
  source: string | BytesSource;
  /** As it came, with folders; kept as `itemName` makes it. */
  name: string;
  split?: NewItem["split"];
  metadata?: Record<string, unknown>;
  signal?: AbortSignal;
  /** Of the decoding: see IntakeOptions. */
  onProgress?: (share: number | null) => void;
};
export type AddedMedia = AddedItem & Pick<KeptMedia, "warnings">;

/**
 * Takes a file in and makes it an item of the project: the one way for uploads, imports and the command line. Bytes that the
 * project has already give the item that has them. Throws MediaError for a bad file, BlobError `storage_full`.
 */
export function addMedia(app: App, media: AddMedia): Promise<AddedMedia> {
  holder.trazoAddLimit ??= pLimit(FILES_AT_A_TIME);
  return holder.trazoAddLimit(async () => {
    const { projectId, source, name, signal, onProgress } = media;
    signal?.throwIfAborted();
    const kind = await readMediaKind(app.store, projectId);
    if (!kind) throw new AppError("not_found", "This project does not exist any more.");
    const options = {
      ...{ app, source, name },
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    };
    const kept = await intakeOf(kind).keep(options);
    const item = { ...itemOf(kept, name), ...extras(media) };
    const added = await addItem(app.store, { projectId, item, now: Date.now() });
    return { ...added, warnings: kept.warnings };
  });
}

/** The item of a kept file. */
export function itemOf(kept: Pick<KeptMedia, "item">, name: string): NewItem {
  return { ...kept.item, name: itemName(name) };
}

function extras({ split, metadata }: AddMedia): Pick<NewItem, "split" | "metadata"> {
  return {
    ...(split === undefined ? {} : { split }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}
