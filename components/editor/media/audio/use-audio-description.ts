import { useTranslations } from "use-intl";
import type { Description } from "@/components/editor/media/media-view";
import type { Annotation } from "@/lib/annotation/annotation";
import { formatTime } from "@/lib/audio/format-time";
import { speakerOf } from "@/lib/editor/audio/region-index";

/** So much of a transcript stands in a row. */
const MAX_SHOWN = 80;

/** Start and length of a region and what is said in it; of an answer its words. */
export function useAudioDescription(): (annotation: Annotation) => Description {
  const t = useTranslations("audio.describe");
  return (annotation) => {
    const { geometry, text = "" } = annotation;
    if (geometry.kind !== "interval") {
      const said = text === "" ? t("whole") : shortened(text);
      return { size: "", surface: said, place: "", exact: said };
    }
    const { start, end } = geometry;
    const speaker = speakerOf(annotation);
    const times = { start: formatTime(start), end: formatTime(end) };
    const said = [speaker, shortened(text)].filter(Boolean).join(": ");
    return {
      size: formatTime(start, 1),
      surface: said,
      place: t("at", times),
      exact: [t("at", times), said].filter(Boolean).join(" · "),
    };
  };
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > MAX_SHOWN ? `${flat.slice(0, MAX_SHOWN)}…` : flat;
}
