"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { LabelView } from "@/lib/api/labels";
import type { MediaKind } from "@/lib/media/media";
import { definitionOf, type Purpose } from "./label-use";
import { PurposeFields } from "./purpose-fields";
import { useUseSummary } from "./use-use-summary";

/** What the labels that are added next are for. */
export function NewLabelUse({
  purpose,
  onChange,
  mediaKind,
  labels,
}: {
  purpose: Purpose;
  onChange: (purpose: Purpose) => void;
  mediaKind: MediaKind;
  labels: readonly LabelView[];
}) {
  const t = useTranslations("labels");
  const { geometries, answer } = definitionOf(purpose);
  const use = useUseSummary(mediaKind)({ geometries, ...(answer ? { answer } : {}) });
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          aria-label={`${t("use.new")}: ${use}`}
          title={t("use.new")}
          icon={<ChevronDown aria-hidden="true" />}
          className="max-w-48"
        >
          <span className="truncate">{use}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-80">
        <PurposeFields value={purpose} {...{ onChange, mediaKind, labels }} />
      </PopoverContent>
    </Popover>
  );
}
