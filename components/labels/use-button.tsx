"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { LabelView } from "@/lib/api/labels";
import type { MediaKind } from "@/lib/media/media";
import { useUseSummary } from "./use-use-summary";

/** What a label is for, in a few words; pressed, it can be changed. */
export function UseButton({
  label,
  mediaKind,
  onClick,
}: {
  label: LabelView;
  mediaKind: MediaKind;
  onClick: () => void;
}) {
  const t = useTranslations("labels");
  const use = useUseSummary(mediaKind)(label);
  return (
    <span className="w-48">
      <Button
        variant="ghost"
        size="sm"
        aria-haspopup="dialog"
        aria-label={t("use.change", { name: label.name, use })}
        title={use}
        onClick={onClick}
        className="max-w-full justify-start"
      >
        <span className="truncate">{use}</span>
      </Button>
    </span>
  );
}
