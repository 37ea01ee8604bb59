import { createStore, type StoreApi } from "zustand/vanilla";
import type { MediaOpener, OpenedMediaBase } from "@/components/editor/media/opened-media";
import { imageInfo, mediaUrl, type OpenItemData } from "@/lib/api/open-item";
import type { Editor } from "@/lib/editor/editor";
import {
  createImageEditor,
  type ImageEditor,
  isImageEditor,
} from "@/lib/editor/image/image-editor";
import { mediaPlan } from "@/lib/media/image-plan";
import type { ImageContent } from "./image-canvas";
import { createImageLoader, type ImageLoader } from "./image-loader";
import { createTileSource } from "./tile-source";

/** `content` is another object whenever there is more to draw; `error`: why the picture is missing. */
export type ShownImage = { content: ImageContent; error: unknown };

export interface ImageMedia extends OpenedMediaBase {
  readonly kind: "image";
  readonly shown: StoreApi<ShownImage>;
  /** Loads the picture again after it failed. */
  retry(): void;
}

/** Loads pictures; keeps those of the items around. */
export function createImageOpener(): MediaOpener {
  const loader = createImageLoader();
  return {
    prefetch(data, { isNext }) {
      if (isNext) loader.prefetch(baseUrl(data));
      else void warmCache(baseUrl(data));
    },
    async open(data, onScreen) {
      loader.pin([...(onScreen ? [baseUrl(onScreen)] : []), baseUrl(data)]);
      const media = imageMedia(data, loader);
      await media.load();
      return media;
    },
    dispose: () => loader.dispose(),
  };
}

/** Decoded pictures are large: those further on only come into the browser's cache. */
async function warmCache(url: string): Promise<void> {
  try {
    const response = await fetch(url, { priority: "low" });
    // What nobody reads to its end is not kept.
    await response.body?.pipeTo(new WritableStream());
  } catch {
    // It is asked for again when it is opened.
  }
}

function imageMedia(
  data: OpenItemData,
  loader: ImageLoader,
): ImageMedia & { load(): Promise<void> } {
  const { tiles: manifest, base } = mediaPlan(imageInfo(data));
  const tiles = manifest
    ? createTileSource({
        tiles: manifest,
        size: imageInfo(data),
        baseScale: base.scale,
        url: (name) => mediaUrl(data.item, name),
        onLoad: () => shown.setState(({ content }) => ({ content: { ...content } })),
      })
    : null;
  const shown = createStore<ShownImage>(() => ({ content: { bitmap: null, tiles }, error: null }));

  async function load(): Promise<void> {
    try {
      const bitmap = await loader.load(baseUrl(data));
      shown.setState(({ content }) => ({ content: { ...content, bitmap }, error: null }));
    } catch (error) {
      shown.setState({ error });
    }
  }

  return {
    kind: "image",
    shown,
    load,
    retry: () => void load(),
    createEditor(options, before) {
      const { width, height } = imageInfo(data);
      const item = { id: data.item.id, extent: { width, height } };
      const editor = createImageEditor({ ...options, item });
      carryOver(before, editor);
      return editor;
    },
    dispose: () => tiles?.dispose(),
  };
}

function baseUrl(data: OpenItemData): string {
  const { base } = mediaPlan(imageInfo(data));
  return mediaUrl(data.item, base.name ?? "original");
}

/** The next image has the same place on screen and goes on with the same tool. */
function carryOver(from: Editor | null, to: ImageEditor): void {
  if (!from || !isImageEditor(from)) return;
  const { tool, canvas } = from.session.getState();
  to.resize(canvas);
  to.setTool(tool);
}
