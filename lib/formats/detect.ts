import type { Confidence, FileTree, Format } from "./format";
import { FORMATS } from "./formats";

export type Detection = { format: Format; confidence: Confidence };

/** Formats that may have written the files, the surest first; those that did not are left out. */
export async function detectFormats(files: FileTree): Promise<Detection[]> {
  const all = await Promise.all(
    FORMATS.filter((format) => format.read !== undefined).map(async (format) => ({
      format,
      confidence: await format.detect(files),
    })),
  );
  return all
    .filter(({ confidence }) => confidence.score > 0)
    .sort((a, b) => b.confidence.score - a.confidence.score);
}
