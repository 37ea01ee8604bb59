import "server-only";
import path from "node:path";
import type { Settings } from "../settings";
import type { BlobStore } from "./blob-store";
import { openFolderStore } from "./folder-store";

const holder = globalThis as typeof globalThis & { trazoMedia?: Map<string, Promise<BlobStore>> };

/** The media of a data folder; opened once per process. */
export function openMedia({ dataDir }: Pick<Settings, "dataDir">): Promise<BlobStore> {
  holder.trazoMedia ??= new Map();
  const root = path.join(/* turbopackIgnore: true */ dataDir, "media");
  const opened = holder.trazoMedia.get(root) ?? openFolderStore(root);
  holder.trazoMedia.set(root, opened);
  return opened;
}
