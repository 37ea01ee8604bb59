import { AudioLines, FilePlus2, ImagePlus } from "lucide-react";
import type { MediaKind } from "@/lib/media/media";
import { AudioPicture } from "./audio-picture";
import { ImagePicture } from "./image-picture";
import type { ItemLook } from "./item-look";
import { AudioMeasure, ImageMeasure, TextMeasure } from "./measures";
import { TextPicture } from "./text-picture";

export const ITEM_LOOKS: Readonly<Record<MediaKind, ItemLook>> = {
  image: {
    AddIcon: ImagePlus,
    Picture: ImagePicture,
    Measure: ImageMeasure,
    hasText: false,
    needsPreview: (item) => item.annotationCount > 0,
    card: { ratio: 3 / 4, minWidthPx: { s: 136, m: 200, l: 300 } },
    row: {
      columns: "grid-cols-[2.25rem_4rem_minmax(12rem,1fr)_8rem_6rem_7rem_8rem_8rem]",
      picture: "w-16",
    },
  },
  text: {
    AddIcon: FilePlus2,
    Picture: TextPicture,
    Measure: TextMeasure,
    hasText: true,
    needsPreview: () => true,
    card: { ratio: 1 / 2, minWidthPx: { s: 220, m: 300, l: 420 } },
    row: {
      columns: "grid-cols-[2.25rem_minmax(14rem,3fr)_minmax(8rem,1fr)_8rem_6rem_6rem_8rem_8rem]",
      picture: "w-full",
    },
  },
  audio: {
    AddIcon: AudioLines,
    Picture: AudioPicture,
    Measure: AudioMeasure,
    hasText: true,
    needsPreview: () => true,
    card: { ratio: 1 / 3, minWidthPx: { s: 200, m: 280, l: 400 } },
    row: {
      columns: "grid-cols-[2.25rem_minmax(12rem,2fr)_minmax(9rem,1fr)_8rem_6rem_6rem_5rem_8rem]",
      picture: "w-full",
    },
  },
};
