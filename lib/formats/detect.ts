import type { MediaKind } from "@/lib/media/media";
import type { Confidence, FileTree, Format } from "./format";
import { FORMATS } from "./formats";

export type Detection = { format: Format; confidence: Confidence };

/** Formats of a kind of media that may have written the files, the surest first; those that did not are left out. */
export async function detectFormats(files: FileTree, media: MediaKind): Promise<Detection[]> {
  const all = await Promise.all(
    FORMATS.filter((format) => format.read !== undefined && format.media.includes(media)).map(
      async (format) => ({
        format,
        confidence: await format.detect(files, media),
      }),
    ),
  );
  return all
    .filter(({ confidence }) => confidence.score > 0)
    .sort((a, b) => b.confidence.score - a.confidence.score);
}
