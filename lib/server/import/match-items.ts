import "server-only";
import {
  fillItemSplit,
  findImportTargets,
  type ImportTarget,
  walkItemNames,
} from "@/db/queries/import-match";
import { addItem } from "@/db/queries/items";
import { readText } from "@/db/queries/texts";
import type { DatasetItem, Issue } from "@/lib/formats/format";
import type { Size } from "@/lib/geometry/box";
import { LINE_HEIGHT } from "@/lib/geometry/interval-geometry";
import { itemName } from "@/lib/media/item-name";
import { itemOf } from "../add-media";
import type { App } from "../app";
import { BlobError } from "../media/blob-store";
import type { KeptMedia } from "../media/intake";
import { MediaError } from "../media/media-error";
import { mediaTypeOf } from "../media/text-intake";
import { textItem } from "../media/text-item";
import type { InspectedMedia, MediaInspector } from "./inspect-media";
import { extentOf, pixelsOf } from "./item-extent";

export type MatchedItem = {
  how: "added" | "content" | "name";
  /** Null in a dry run for an item that would be added. */
  target: ImportTarget | null;
  /** What geometries must lie in; null when it is not known. */
  extent: Size | null;
  /** Of a text item. */
  text: string | null;
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
    const found = { extent: extentOf(image), text: image.kept?.item.text ?? null };
    // Texts may be equal and yet be different records, which their names tell apart.
    const key = item.media === "text" ? `${hash} ${itemName(item.name)}` : hash;
    const twin = seen.get(key);
    if (twin !== undefined && twin !== item.name) {
      onIssue(about(item, "info", "duplicate_media", `It has the same content as ${twin}.`));
    }
    seen.set(key, twin ?? item.name);
    const name = item.media === "text" ? { name: itemName(item.name) } : {};
    const [existing] = await findImportTargets(store, { projectId, by: { hash, ...name } });
    if (existing) return { how: "content", target: existing, ...found };
    if (twin !== undefined) return { how: "content", target: null, ...found };
    const target = isDryRun || !image.kept ? null : await add(item, image.kept);
    return { how: "added", target, ...found };
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

  async function add(
    item: DatasetItem,
    kept: Pick<KeptMedia, "item">,
  ): Promise<ImportTarget | null> {
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
      const message = "Its media file is neither in the files nor in the project.";
      onIssue(about(item, "error", "no_media", message));
      return null;
    }
    if (found.length > 1) {
      const message = `${found.length} items of the project have this name; which one is meant?`;
      onIssue(about(item, "error", "ambiguous_name", message));
      return null;
    }
    const size = pixelsOf(target);
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
    const text = target.textHash === null ? null : await readText(store, target.textHash);
    return { how: "name", target, extent: extentOf(target), text };
  }

  /** A record that brings its text along: the same name with the same text is the same item. */
  async function withText(item: DatasetItem, text: string): Promise<MatchedItem | null> {
    const kept = textItem(text, mediaTypeOf(item.name));
    const found = { extent: { width: kept.info.length, height: LINE_HEIGHT }, text };
    const name = itemName(item.name);
    const [existing] = await findImportTargets(store, { projectId, by: { name } });
    if (existing && existing.textHash === kept.info.hash)
      return { how: "content", target: existing, ...found };
    if (existing) {
      const message = "The project has an item of this name with another text.";
      onIssue(about(item, "error", "text_differs", message));
      return null;
    }
    const target = isDryRun ? null : await add(item, kept);
    return { how: "added", target, ...found };
  }

  function matchOne(item: DatasetItem): Promise<MatchedItem | null> {
    if (item.file !== null) return withMedia(item, item.file);
    return item.text === undefined ? byName(item) : withText(item, item.text);
  }

  return {
    async match(item) {
      const matched = await matchOne(item);
      const { target } = matched ?? {};
      if (!isDryRun && item.split && target && target.split === null) {
        const { itemId } = target;
        await fillItemSplit(store, { itemId, split: item.split, now: Date.now() });
      }
      return matched;
    },
    async sizeByName(name) {
      const found = await findByName(name);
      return found.length === 1 && found[0] ? pixelsOf(found[0]) : null;
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

function about(
  item: DatasetItem,
  severity: Issue["severity"],
  code: string,
  message: string,
): Issue {
  return { code, severity, where: item.name, message };
}
