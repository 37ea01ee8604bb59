"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { Format } from "@/lib/formats/format";
import type { MediaKind } from "@/lib/media/media";

const FLAGS = ["attributes", "scores", "groups", "order", "emptyItems", "ids"] as const;
const WORDS = {
  image: { box: "boxes", interval: "boxes", relation: "relations", whole: "classes" },
  text: { box: "boxes", interval: "spans", relation: "relations", whole: "classes" },
  audio: { box: "boxes", interval: "regions", relation: "relations", whole: "classes" },
} as const;

/** What survives a trip through a format, in the words of the project's kind of media. */
export function Carries({
  carries,
  mediaKind,
}: Pick<Format, "carries"> & { mediaKind: MediaKind }) {
  const t = useTranslations("data");
  const format = useFormatter();
  const places = carries.geometries.map((kind) => t(`export.place.${WORDS[mediaKind][kind]}`));
  const isAudio = mediaKind === "audio";
  const texts =
    carries.texts && mediaKind !== "image"
      ? [t(isAudio ? "export.place.transcripts" : "export.place.answers")]
      : [];
  const rest = FLAGS.filter((key) => carries[key]).map((key) => t(`export.capability.${key}`));
  const names = [...new Set(places), ...texts, ...rest];
  return (
    <p className="text-muted-foreground text-xs">
      {t("export.carries", { list: format.list(names) })}
    </p>
  );
}
