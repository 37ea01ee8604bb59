import "server-only";
import { detectFormats } from "@/lib/formats/detect";
import type { FileTree, Format } from "@/lib/formats/format";
import { FORMATS, findFormat } from "@/lib/formats/formats";
import type { MediaKind } from "@/lib/media/media";
import { AppError } from "../app-error";

/** `isOwn`: the files say themselves that we wrote them so. */
export type ChosenFormat = {
  format: Format & Required<Pick<Format, "read">>;
  why: string;
  isOwn: boolean;
};

/** The format that was asked for, or the one that is surest that the files are its own. */
export async function chooseFormat(
  files: FileTree,
  { id, media }: { id: string; media: MediaKind },
): Promise<ChosenFormat> {
  if (id !== "auto") {
    const format = findFormat(id);
    if (!format || !canRead(format) || !format.media.includes(media)) {
      const ofKind = FORMATS.filter((each) => canRead(each) && each.media.includes(media));
      const known = ofKind.map((each) => each.id);
      throw new AppError(
        "invalid_request",
        `There is no format "${id}" to import into a project of this kind; there are auto, ${known.join(", ")}.`,
      );
    }
    const { why, score } = await format.detect(files, media);
    return { format, why, isOwn: score === 1 };
  }
  const [best] = await detectFormats(files, media);
  if (!best || !canRead(best.format)) {
    throw new AppError(
      "invalid_request",
      "There is neither a dataset nor anything to label in these files.",
    );
  }
  const { why, score } = best.confidence;
  return { format: best.format, why, isOwn: score === 1 };
}

function canRead(format: Format): format is ChosenFormat["format"] {
  return format.read !== undefined;
}
