import type { OpenItemData } from "@/lib/api/open-item";
import type { Editor } from "@/lib/editor/editor";
import type { EditorOptions } from "@/lib/editor/editor-base";
import type { AudioMedia } from "./audio/audio-media";
import type { ImageMedia } from "./image/image-media";
import type { TextMedia } from "./text/text-media";

/** What every open item has besides its annotations. */
export interface OpenedMediaBase {
  /** `before` is the editor of the item on screen: tool, label and view go on from there. */
  createEditor(options: Omit<EditorOptions, "item">, before: Editor | null): Editor;
  /** Called once the editor of another item has taken its place, or the page is left. */
  dispose(): void;
}

/** One of them per kind; its Stage knows what else is in it. */
export type OpenedMedia = ImageMedia | TextMedia | AudioMedia;

/** Loads what the items of a project show. One per page. */
export interface MediaOpener {
  /** Starts loading without caring for the outcome. `isNext`: it will be wanted very soon. */
  prefetch(data: OpenItemData, options: { isNext: boolean }): void;
  /**
   * Resolves when the item can take the place of the one on screen, whose media must stay usable
   * meanwhile. Never rejects: what could not be loaded is said, and tried again, where it is shown.
   */
  open(data: OpenItemData, onScreen: OpenItemData | null): Promise<OpenedMedia>;
  dispose(): void;
}
