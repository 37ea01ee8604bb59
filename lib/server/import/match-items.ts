import "server-only";
import { fillItemSplit, findImportTargets, type ImportTarget } from "@/db/queries/import-match";
import { addItem } from "@/db/queries/items";
import { readText } from "@/db/queries/texts";
import type { Store } from "@/db/store";
import type { DatasetItem, Issue } from "@/lib/formats/format";
import type { Size } from "@/lib/geometry/box";
import { itemName } from "@/lib/media/item-name";
import { itemOf } from "../add-media";
import { BlobError } from "../media/blob-store";
import type { KeptMedia, MediaSize } from "../media/intake";
import { MediaError } from "../media/media-error";
import { mediaTypeOf } from "../media/text-intake";
import { textItem } from "../media/text-item";
import { createIdFinder } from "./find-by-id";
import { createNameFinder } from "./find-by-name";
import type { MediaInspector } from "./inspect-media";
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

/** What an item brings along: its media or its text, nothing (it is to be found by name), or what is wrong with it. */
export type Looked =
  | { kind: "content"; size: MediaSize; kept: Pick<KeptMedia, "item"> | null; text: string | null }
  | { kind: "nothing" }
  | { kind: "problem"; code: string; message: string };

export type ItemMatcher = {
  /** Keeps the item's media (dry run: measures them). Several may be asked for at once; no row is written. */
  look(item: DatasetItem): Promise<Looked>;
  /** Finds the item in the project or adds it, one after the other. Null when it is left out; the reason was reported. */
  match(store: Store, item: DatasetItem, looked: Looked): Promise<MatchedItem | null>;
  /** The size of an item of the project by its name, for formats that store fractions. */
  sizeByName(name: string): Promise<Size | null>;
};

export function createItemMatcher(of: {
  store: Store;
  projectId: string;
  isDryRun: boolean;
  /** Items that are there get the split that the dataset gives them, where they have none. */
  fillsSplits: boolean;
  inspector: MediaInspector;
  onIssue(issue: Issue): void;
}): ItemMatcher {
  const { projectId, isDryRun, fillsSplits, inspector } = of;
  const findByName = createNameFinder(projectId);
  const findById = createIdFinder(projectId);
  /** What came by in this import, by content → the name that it came under first. */
  const seen = new Map<string, string>();

  function leaveOut(item: DatasetItem, code: string, message: string): null {
    of.onIssue({ code, severity: "error", where: item.name, message });
    return null;
  }

  async function look(item: DatasetItem): Promise<Looked> {
    if (item.file === null && item.text === undefined) return { kind: "nothing" };
    if (item.file === null) return lookAtText(item, item.text ?? "");
    try {
      const { kept, ...size } = await inspector.inspect(item.file);
      return { kind: "content", size, kept, text: kept?.item.text ?? null };
    } catch (error) {
      if (!(error instanceof MediaError) && !(error instanceof BlobError)) throw error;
      // A full disk stops everything: the next file would fail too.
      if (error.code === "storage_full") throw error;
      return { kind: "problem", code: error.code, message: error.message };
    }
  }

  async function byContent(
    store: Store,
    item: DatasetItem,
    { size, kept, text }: Extract<Looked, { kind: "content" }>,
  ): Promise<MatchedItem | null> {
    const { hash } = size;
    const found = { extent: extentOf(size), text };
    // Texts may be equal and yet be different records, which their names tell apart.
    const isText = item.media === "text";
    const name = itemName(item.name);
    const key = isText ? `${hash} ${name}` : hash;
    const twin = seen.get(key);
    if (twin !== undefined && twin !== item.name) {
      const message = `It has the same content as ${twin}.`;
      of.onIssue({ code: "duplicate_media", severity: "info", where: item.name, message });
    }
    seen.set(key, twin ?? item.name);
    const by = isText ? { hash, name } : { hash };
    const [existing] = await findImportTargets(store, { projectId, by });
    if (existing) return { how: "content", target: existing, ...found };
    if (twin !== undefined) return { how: "content", target: null, ...found };
    const target = isDryRun || !kept ? null : await add(store, item, kept);
    return { how: "added", target, ...found };
  }

  async function add(
    store: Store,
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
    const { itemId, layerId } = added;
    if (added.kind === "duplicate") {
      return (await findImportTargets(store, { projectId, by: { itemId } }))[0] ?? null;
    }
    const { blob, length = null, text } = kept.item;
    return {
      ...{ itemId, layerId, name: itemName(item.name), state: "new", split, length },
      width: blob.width ?? null,
      height: blob.height ?? null,
      textHash: text === undefined ? null : blob.hash,
    };
  }

  async function byName(store: Store, item: DatasetItem): Promise<MatchedItem | null> {
    const { name, isById = false, sourceId } = item;
    const found = isById ? await findById(store, sourceId ?? name) : await findByName(store, name);
    const [target] = found;
    if (!target) {
      const message = isById
        ? "No item of the project came with this id, and none is called so."
        : "Its media are neither in the files nor in the project.";
      return leaveOut(item, "no_media", message);
    }
    if (found.length > 1) {
      const message = `${found.length} items of the project have this name; which one is meant?`;
      return leaveOut(item, "ambiguous_name", message);
    }
    const size = pixelsOf(target);
    const { width, height } = item;
    if (size && width !== null && height !== null) {
      if (width !== size.width || height !== size.height) {
        const message = `The dataset says ${width} × ${height}, the project's image has ${size.width} × ${size.height}.`;
        return leaveOut(item, "size_differs", message);
      }
    }
    const text = target.textHash === null ? null : await readText(store, target.textHash);
    return { how: "name", target, extent: extentOf(target), text };
  }

  async function matchOne(store: Store, item: DatasetItem, looked: Looked) {
    switch (looked.kind) {
      case "problem":
        return leaveOut(item, looked.code, looked.message);
      case "nothing":
        return byName(store, item);
      case "content":
        return byContent(store, item, looked);
    }
  }

  return {
    look,
    async match(store, item, looked) {
      const matched = await matchOne(store, item, looked);
      const { target } = matched ?? {};
      if (!isDryRun && fillsSplits && item.split && target && target.split === null) {
        const { itemId } = target;
        await fillItemSplit(store, { itemId, split: item.split, now: Date.now() });
      }
      return matched;
    },
    async sizeByName(name) {
      const found = await findByName(of.store, name);
      return found.length === 1 && found[0] ? pixelsOf(found[0]) : null;
    },
  };
}

/** A record that brings its text along. */
function lookAtText(item: DatasetItem, text: string): Looked {
  if (text === "") return { kind: "problem", code: "empty", message: "The text is empty." };
  const kept = textItem(text, mediaTypeOf(item.name));
  const { hash, length } = kept.info;
  return { kind: "content", size: { hash, width: null, height: null, length }, kept, text };
}
