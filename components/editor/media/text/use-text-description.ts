import { useFormatter, useTranslations } from "use-intl";
import type { Description } from "@/components/editor/media/media-view";
import { useLabelLook } from "@/components/editor/use-label-look";
import type { Annotation } from "@/lib/annotation/annotation";
import { useTextEditor } from "./use-text-editor";

/** So much of a text stands in a row. */
const MAX_SHOWN = 80;

/** The offsets of a span and what it covers; of a relation what it relates, of an answer its words. */
export function useTextDescription(): (annotation: Annotation) => Description {
  const t = useTranslations("text.describe");
  const format = useFormatter();
  const { document } = useTextEditor();
  const lookOf = useLabelLook();
  const number = (value: number) => format.number(value, { useGrouping: false });
  const surfaceOf = (id: string) => {
    const end = document.current().get(id);
    if (!end) return t("gone");
    return shortened(end.text ?? lookOf(end.labelId).name);
  };
  return ({ geometry, text = "" }) => {
    if (geometry.kind === "interval") {
      const { start, end } = geometry;
      const values = { start: number(start), end: number(end) };
      return {
        size: `${values.start}–${values.end}`,
        surface: shortened(text),
        place: t("at", values),
        exact: `${t("at", values)}: ${shortened(text)}`,
      };
    }
    if (geometry.kind === "relation") {
      const ends = { from: surfaceOf(geometry.from), to: surfaceOf(geometry.to) };
      const said = t("relation", ends);
      return { size: "", surface: `${ends.from} → ${ends.to}`, place: said, exact: said };
    }
    const said = text === "" ? t("whole") : shortened(text);
    return { size: "", surface: shortened(text) || t("whole"), place: "", exact: said };
  };
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > MAX_SHOWN ? `${flat.slice(0, MAX_SHOWN)}…` : flat;
}
