import { ModelError } from "../model-error";

/** Longer sides are scaled down while decoding: models see far fewer pixels. */
export const MAX_SIDE_PX = 2_048;

export type DecodedImage = {
  /** RGBA, row-major, upright. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  fetchMs: number;
  decodeMs: number;
};

/**
 * An image's pixels as a person sees them; what is transparent lies on white.
 * @throws ModelError media
 */
export async function decodeImage(
  { url, maxSidePx = MAX_SIDE_PX }: { url: string; maxSidePx?: number },
  signal: AbortSignal,
): Promise<DecodedImage> {
  const startMs = performance.now();
  const blob = await fetchBlob(url, signal);
  const fetchedMs = performance.now();
  const { bitmap, width, height } = await openBitmap(blob, maxSidePx);
  try {
    signal.throwIfAborted();
    const context = new OffscreenCanvas(width, height).getContext("2d", {
      alpha: false,
      willReadFrequently: true,
    });
    if (!context) throw new ModelError("memory");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const decodeMs = performance.now() - fetchedMs;
    return { pixels: data, width, height, fetchMs: fetchedMs - startMs, decodeMs };
  } finally {
    bitmap.close();
  }
}

async function fetchBlob(url: string, signal: AbortSignal): Promise<Blob> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new ModelError("media", `${response.status}`);
    return await response.blob();
  } catch (error) {
    if (error instanceof ModelError || signal.aborted) throw error;
    throw new ModelError("media", null, { cause: error });
  }
}

async function openBitmap(blob: Blob, maxSidePx: number) {
  try {
    const bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" });
    const scale = Math.min(1, maxSidePx / Math.max(bitmap.width, bitmap.height));
    return {
      bitmap,
      width: Math.max(1, Math.round(bitmap.width * scale)),
      height: Math.max(1, Math.round(bitmap.height * scale)),
    };
  } catch (error) {
    throw new ModelError("media", null, { cause: error });
  }
}
