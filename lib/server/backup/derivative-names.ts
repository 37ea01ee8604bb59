import "server-only";
import { type ImageInfo, INFO_NAME, tileName } from "@/lib/media/image-plan";

/** Everything that was computed from an image, the information about it last. */
export function derivativeNames(info: ImageInfo): string[] {
  const tiles = (info.tiles?.levels ?? []).flatMap(({ columns, rows }, level) =>
    Array.from({ length: columns * rows }, (_, i) =>
      tileName(level, i % columns, Math.floor(i / columns)),
    ),
  );
  const display = info.display ? [info.display.name] : [];
  return [info.thumb.name, ...display, ...tiles, INFO_NAME];
}
