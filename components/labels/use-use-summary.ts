"use client";

import { useTranslations } from "use-intl";
import type { Label } from "@/lib/annotation/label";
import type { MediaKind } from "@/lib/media/media";
import { purposeOf, wordOf } from "./label-use";

/** Puts into words what a label is for: "Class: Topic + 2 fields". */
export function useUseSummary(
  mediaKind: MediaKind,
): (label: Pick<Label, "geometries" | "answer" | "attributes">) => string {
  const t = useTranslations("labels");
  return (label) => {
    const { use, question } = purposeOf(label);
    const name = t(`use.name.${wordOf(use, mediaKind)}`);
    const asked = question === "" ? name : t("use.asked", { use: name, question });
    const count = label.attributes?.length ?? 0;
    return count === 0 ? asked : t("use.fields", { use: asked, count });
  };
}
