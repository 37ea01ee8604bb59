"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "./editor-context";
import { useEditorPage } from "./editor-page-context";

/** How a label is shown, also one that was deleted, or that nobody knows. */
export type LabelLook = { name: string; color: string; isKnown: boolean };

export function useLabelLook(): (labelId: string) => LabelLook {
  const t = useTranslations("tools");
  const labels = useSession((state) => state.labels);
  const { deletedLabels } = useEditorPage().project;
  return useMemo(() => {
    const deleted = new Map(deletedLabels.map(({ id, name }) => [id, name]));
    return (labelId) => {
      const label = labels.get(labelId);
      const name = label?.name ?? deleted.get(labelId) ?? t("unknownLabel");
      return { name, color: labels.colorOf(labelId), isKnown: label !== undefined };
    };
  }, [labels, deletedLabels, t]);
}
