"use client";

import { Trash2 } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { Annotation } from "@/lib/annotation/annotation";
import { sameRecord } from "@/lib/annotation/same-record";
import { useDescription } from "./media/use-description";
import { useLabelLook } from "./use-label-look";

/** One of two versions in words and numbers; what differs from the other stands out. */
export function ConflictSide({
  title,
  version,
  other,
  line,
}: {
  title: string;
  version: Annotation | null;
  other: Annotation | null;
  /** How its outline is drawn in the picture beside. */
  line: "solid" | "dashed";
}) {
  const t = useTranslations("editor.conflict");
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid content-start gap-1 text-xs">
      <h3 id={id} className="flex items-center gap-2 font-medium text-sm">
        <span
          aria-hidden="true"
          className={cn("w-5 border-t-2 border-foreground", line === "dashed" && "border-dashed")}
        />
        {title}
      </h3>
      {version === null ? (
        <p className="flex items-center gap-1.5 font-medium text-danger-foreground">
          <Trash2 aria-hidden="true" className="size-3.5" />
          {t("deleted")}
        </p>
      ) : (
        <Version version={version} other={other} />
      )}
    </section>
  );
}

function Version({ version, other }: { version: Annotation; other: Annotation | null }) {
  const t = useTranslations("editor.conflict");
  const look = useLabelLook()(version.labelId);
  const { exact } = useDescription()(version);
  const isOtherLabel = other !== null && other.labelId !== version.labelId;
  const isOtherPlace = other !== null && !sameRecord(other.geometry, version.geometry);
  const hasOtherAttributes = other !== null && !sameRecord(other.attributes, version.attributes);
  const strong = (isDifferent: boolean) =>
    isDifferent ? "font-semibold" : "text-muted-foreground";
  return (
    <>
      <p className={cn("flex items-center gap-1.5", strong(isOtherLabel))}>
        <span
          aria-hidden="true"
          className="size-3 shrink-0 rounded-sm"
          style={{ backgroundColor: look.color }}
        />
        <span className="truncate">{look.name}</span>
      </p>
      <p data-numeric className={strong(isOtherPlace)}>
        {exact}
      </p>
      {hasOtherAttributes ? (
        <p className="break-words font-semibold">
          {Object.entries(version.attributes)
            .map(([key, value]) => `${key}: ${String(value)}`)
            .join(", ") || t("noAttributes")}
        </p>
      ) : null}
    </>
  );
}
