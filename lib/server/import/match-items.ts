import "server-only";
import {
  fillItemSplit,
  findImportTargets,
  type ImportTarget,
  walkItemNames,
} from "@/db/queries/import-match";
import { addItem } from "@/db/queries/items";
import type { DatasetItem, Issue } from "@/lib/formats/format";
import { itemName } from "@/lib/media/item-name";
import { itemOf } from "../add-media";
import type { App } from "../app";
import { BlobError } from "../media/blob-store";
import { MediaError } from "../media/media-error";
import type { InspectedMedia, MediaInspector } from "./inspect-media";

export type MatchedItem = {
  how: "added" | "content" | "name";
  /** Null in a dry run for an item that would be added. */
  target: ImportTarget | null;
  size: { width: number; height: number } | null;
};
export type ItemMatcher = {
  /** Null when the item is left out; the reason was reported. */
  match(item: DatasetItem): Promise<MatchedItem | null>;
  /** The size of an item of the project by its name, for formats that store fractions. */
  sizeByName(name: string): Promise<{ width: number; height: number } | null>;
};

type Of = {
  app: App;
  projectId: string;
  isDryRun: boolean;
  inspector: MediaInspector;
  onIssue(issue: Issue): void;
};

export function createItemMatcher(of: Of): ItemMatcher {
  const { app, projectId, isDryRun, inspector, onIssue } = of;
  const { store } = app;
  const findByName = createNameFinder(of);
  const seen = new Map<string, string>();

  async function withMedia(item: DatasetItem, file: string): Promise<MatchedItem | null> {
    const image = await inspectOrReport(item, file);
    if (!image) return null;
    const { hash } = image;
    const size = sizeOf(image);
    const twin = seen.get(hash);
    if (twin !== undefined && twin !== item.name) {
      onIssue(about(item, "info", "duplicate_media", `It is the same picture as ${twin}.`));
    }
    seen.set(hash, twin ?? item.name);
    const [existing] = await findImportTargets(store, { projectId, by: { hash } });
    if (existing) return { how: "content", target: existing, size };
    if (twin !== undefined) return { how: "content", target: null, size };
    const target = isDryRun ? null : await add(item, image);
    return { how: "added", target, size };
  }

  async function inspectOrReport(item: DatasetItem, file: string): Promise<InspectedMedia | null> {
    try {
      return await inspector.inspect(file);
    } catch (error) {
      if (!(error instanceof MediaError) && !(error instanceof BlobError)) throw error;
      // A full disk stops everything: the next file would fail too.
      if (error.code === "storage_full") throw error;
      onIssue(about(item, "error", error.code, error.message));
      return null;
    }
  }

  async function add(item: DatasetItem, { kept }: InspectedMedia): Promise<ImportTarget | null> {
    if (!kept) return null;
    const { sourceId, metadata = {}, split } = item;
    const added = await addItem(store, {
      projectId,
      item: {
        ...itemOf(kept, item.name),
        split,
        metadata: { ...metadata, ...(sourceId === undefined ? {} : { sourceId }) },
      },
      now: Date.now(),
    });
    const by = { itemId: added.itemId };
    return (await findImportTargets(store, { projectId, by }))[0] ?? null;
  }

  async function byName(item: DatasetItem): Promise<MatchedItem | null> {
    const found = await findByName(item.name);
    const [target] = found;
    if (!target) {
      const message = "Its image is neither in the files nor in the project.";
      onIssue(about(item, "error", "no_media", message));
      return null;
    }
    if (found.length > 1) {
      const message = `${found.length} items of the project have this name; which one is meant?`;
      onIssue(about(item, "error", "ambiguous_name", message));
      return null;
    }
    const size = sizeOf(target);
    const isOther =
      size !== null &&
      item.width !== null &&
      item.height !== null &&
      (item.width !== size.width || item.height !== size.height);
    if (isOther) {
      const message = `The dataset says ${item.width} × ${item.height}, the project's image has ${size.width} × ${size.height}.`;
      onIssue(about(item, "error", "size_differs", message));
      return null;
    }
    return { how: "name", target, size };
  }

  return {
    async match(item) {
      const matched = item.file === null ? await byName(item) : await withMedia(item, item.file);
      const { target } = matched ?? {};
      if (!isDryRun && item.split && target && target.split === null) {
        const { itemId } = target;
        await fillItemSplit(store, { itemId, split: item.split, now: Date.now() });
      }
      return matched;
    },
    async sizeByName(name) {
      const found = await findByName(name);
      return found.length === 1 && found[0] ? sizeOf(found[0]) : null;
    },
  };
}

/** Exactly this name; else the only item whose path ends with it, or with which it ends. */
function createNameFinder({ app, projectId }: Of) {
  let byBase: Map<string, { itemId: string; name: string }[]> | null = null;
  return async (given: string): Promise<ImportTarget[]> => {
    const name = itemName(given);
    const exact = await findImportTargets(app.store, { projectId, by: { name } });
    if (exact.length > 0) return exact;
    byBase ??= await indexByBase(app, projectId);
    const similar = (byBase.get(baseOf(name)) ?? []).filter(
      (item) => endsWithPath(item.name, name) || endsWithPath(name, item.name),
    );
    const targets = similar.map(({ itemId }) =>
      findImportTargets(app.store, { projectId, by: { itemId } }),
    );
    return (await Promise.all(targets)).flat();
  };
}

async function indexByBase({ store }: App, projectId: string) {
  const index = new Map<string, { itemId: string; name: string }[]>();
  for await (const item of walkItemNames(store, projectId)) {
    const base = baseOf(item.name);
    const list = index.get(base);
    if (list) list.push(item);
    else index.set(base, [item]);
  }
  return index;
}

function baseOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function endsWithPath(long: string, short: string): boolean {
  return long === short || long.endsWith(`/${short}`);
}

function sizeOf({ width, height }: { width: number | null; height: number | null }) {
  return width === null || height === null ? null : { width, height };
}

function about(
  item: DatasetItem,
  severity: Issue["severity"],
  code: string,
  message: string,
): Issue {
  return { code, severity, where: item.name, message };
}
