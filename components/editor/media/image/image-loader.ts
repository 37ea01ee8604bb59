/** Decoded images of the items around the current one. Bitmaps are large: few are kept, and closed. */

const KEPT = 5;

export interface ImageLoader {
  /** Fetches and decodes off the main thread; the same promise for the same address. */
  load(url: string): Promise<ImageBitmap>;
  /** These stay open whatever else is loaded: what is on screen, and what is about to be. */
  pin(urls: readonly string[]): void;
  /** Starts loading without caring for the outcome. */
  prefetch(url: string): void;
  dispose(): void;
}

export class ImageLoadError extends Error {
  readonly status: number | null;
  constructor(message: string, status: number | null, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "ImageLoadError";
    this.status = status;
  }
}

export function createImageLoader(): ImageLoader {
  const images = new Map<string, Promise<ImageBitmap>>();
  let pinned: readonly string[] = [];

  function evict(): void {
    for (const [url, image] of images) {
      if (images.size <= KEPT) return;
      if (pinned.includes(url)) continue;
      images.delete(url);
      image.then((bitmap) => bitmap.close()).catch(() => undefined);
    }
  }

  const loader: ImageLoader = {
    load(url) {
      const known = images.get(url);
      // Last asked for is last to go.
      if (known) images.delete(url);
      const image = known ?? fetchBitmap(url);
      images.set(url, image);
      // A failure must not be remembered: the next visit tries again.
      if (!known) image.catch(() => images.get(url) === image && images.delete(url));
      evict();
      return image;
    },
    pin(urls) {
      pinned = urls;
    },
    prefetch(url) {
      loader.load(url).catch(() => undefined);
    },
    dispose() {
      for (const image of images.values()) {
        image.then((bitmap) => bitmap.close()).catch(() => undefined);
      }
      images.clear();
    },
  };
  return loader;
}

export async function fetchBitmap(url: string, signal?: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(url, signal ? { signal } : {}).catch((cause: unknown) => {
    throw new ImageLoadError("The image could not be fetched.", null, { cause });
  });
  if (!response.ok) throw new ImageLoadError("The image could not be fetched.", response.status);
  try {
    return await createImageBitmap(await response.blob());
  } catch (cause) {
    throw new ImageLoadError("The browser cannot decode the image.", response.status, { cause });
  }
}
