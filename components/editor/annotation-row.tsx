"use client";

import { Download, Eye, EyeOff, Lock, LockOpen, type LucideIcon, Sparkles } from "lucide-react";
import { memo } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { Annotation, AnnotationSource } from "@/lib/annotation/annotation";
import { useSession } from "./editor-context";
import { useDescription } from "./media/use-description";
import { useLabelLook } from "./use-label-look";

export const ANNOTATION_ROW_PX = 28;

const SOURCES: Readonly<Record<AnnotationSource, LucideIcon | null>> = {
  manual: null,
  import: Download,
  model: Sparkles,
};

/** One annotation of the list. Presses are heard by the list: an option may hold no buttons. */
export const AnnotationRow = memo(function AnnotationRow({
  annotation,
  domId,
  index,
  count,
  topPx,
  isActive,
}: {
  annotation: Annotation;
  domId: string;
  index: number;
  count: number;
  topPx: number;
  isActive: boolean;
}) {
  const t = useTranslations("editor.list");
  const format = useFormatter();
  const { id, labelId, score, source } = annotation;
  const look = useLabelLook()(labelId);
  const isSelected = useSession((state) => state.selection.has(id));
  const isHovered = useSession((state) => state.hover?.id === id);
  const isLocked = useSession((state) => state.locked.has(id));
  const isHidden = useSession((state) => state.hidden.has(id));
  const { size, place, surface } = useDescription()(annotation);
  // Said after what can be seen: together they are the row's name.
  const unseen = [
    place,
    ...(source === "manual" ? [] : [t(`source.${source}`)]),
    ...(isLocked ? [t("locked")] : []),
    ...(isHidden ? [t("hidden")] : []),
  ].join(", ");
  const Source = SOURCES[source];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox keeps the focus and names the active row
    <div
      id={domId}
      role="option"
      aria-selected={isSelected}
      aria-posinset={index + 1}
      aria-setsize={count}
      data-index={index}
      style={{ height: ANNOTATION_ROW_PX, transform: `translateY(${topPx}px)` }}
      className={cn(
        "group absolute inset-x-2 top-0 flex select-none items-center gap-2 rounded-md px-1.5",
        isSelected ? "bg-primary-soft" : isHovered && "bg-accent",
        isActive &&
          "group-focus-visible/list:outline-2 group-focus-visible/list:outline-ring group-focus-visible/list:-outline-offset-2",
      )}
    >
      <span
        className={cn("size-3 shrink-0 rounded-sm border-2", isHidden && "opacity-40")}
        style={{ borderColor: look.color }}
      />
      <span
        className={cn(
          "min-w-0 truncate",
          surface !== undefined && "max-w-[40%] shrink-0",
          !look.isKnown && "italic",
          isHidden && "text-muted-foreground",
        )}
      >
        {look.name}
      </span>
      {surface === undefined ? null : (
        <bdi className="min-w-0 flex-1 truncate text-muted-foreground text-xs">{surface}</bdi>
      )}
      {score === null ? null : (
        <span data-numeric className="shrink-0 text-muted-foreground text-xs">
          {format.number(score, SCORE_FORMAT)}
        </span>
      )}
      {Source ? (
        <span aria-hidden="true" title={t(`source.${source}`)} className="shrink-0">
          <Source className="size-3 text-muted-foreground" />
        </span>
      ) : null}
      <span data-numeric className="ml-auto shrink-0 text-muted-foreground text-xs">
        {size}
      </span>
      <VisuallyHidden>{unseen}</VisuallyHidden>
      <Toggle set="locked" isOn={isLocked} icon={isLocked ? Lock : LockOpen} />
      <Toggle set="hidden" isOn={isHidden} icon={isHidden ? EyeOff : Eye} />
    </div>
  );
});

const SCORE_FORMAT = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;

function Toggle({
  set,
  isOn,
  icon: Icon,
}: {
  set: "locked" | "hidden";
  isOn: boolean;
  icon: LucideIcon;
}) {
  const t = useTranslations("editor.list");
  return (
    <span
      data-toggle={set}
      aria-hidden="true"
      title={t(isOn ? `${set}Off` : `${set}On`)}
      className={cn(
        "-mr-1 flex size-5 shrink-0 items-center justify-center rounded-sm text-muted-foreground hover:text-foreground",
        isOn ? "" : "opacity-0 group-hover:opacity-100",
      )}
    >
      <Icon className="size-3.5" />
    </span>
  );
}
