import "server-only";
import { MEDIA } from "@/lib/media/media";

/**
 * The name of an image in a dataset that carries the images: one that is turned upright on the way
 * out may be of another type than it came in, and its ending must say so.
 */
export function uprightName(item: { name: string; mediaType: string; info: string }): string {
  const info = JSON.parse(item.info) as { orientation?: number; hasAlpha?: boolean };
  if ((info.orientation ?? 1) === 1) return item.name;
  const isLossless = info.hasAlpha || ["image/png", "image/tiff"].includes(item.mediaType);
  const [mediaType, extension] = isLossless ? ["image/png", "png"] : ["image/jpeg", "jpg"];
  const dot = item.name.lastIndexOf(".");
  const ending = item.name.slice(dot + 1).toLowerCase();
  if (dot > 0 && MEDIA.image.extensions[ending] === mediaType) return item.name;
  return `${dot > 0 ? item.name.slice(0, dot) : item.name}.${extension}`;
}
