import { useFormatter, useTranslations } from "use-intl";
import type { Description } from "@/components/editor/media/media-view";
import type { Annotation } from "@/lib/annotation/annotation";
import { geometrySpec } from "@/lib/geometry/geometry";

/** Size and place of the bounds in image px. */
export function useImageDescription(): (annotation: Annotation) => Description {
  const t = useTranslations("editor");
  const format = useFormatter();
  return ({ geometry }) => {
    const { x, y, w, h } = geometrySpec(geometry).bounds(geometry);
    const whole = (value: number) => format.number(Math.round(value), { useGrouping: false });
    const exact = (value: number) =>
      format.number(value, { maximumFractionDigits: 1, useGrouping: false });
    return {
      size: `${whole(w)} × ${whole(h)}`,
      place: t("list.at", { x: whole(x), y: whole(y) }),
      exact: t("conflict.geometry", {
        width: exact(w),
        height: exact(h),
        x: exact(x),
        y: exact(y),
      }),
    };
  };
}
