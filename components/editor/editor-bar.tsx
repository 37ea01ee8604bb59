"use client";

import {
  ArrowLeft,
  ChevronLeft,
  ChevronRight,
  CircleSlash2,
  CornerDownLeft,
  SkipForward,
} from "lucide-react";
import { useSyncExternalStore } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { StateBadge } from "@/components/items/state-badge";
import { late } from "@/components/ui/late";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Progress } from "@/components/ui/progress";
import { CommandButton } from "./command-button";
import { useEditor } from "./editor-context";
import { useEditorPage, useSaveStatus } from "./editor-page-context";
import { SaveBadge } from "./save-badge";
import { useLoss } from "./standing-store";
import { useSettled } from "./suggestions/use-settled";

const TalkBar = late(() => import("./talk/talk-bar").then((module) => module.TalkBar));

/** The one line above the canvas: which item, is it safe, how far, and on to the next. */
export function EditorBar() {
  const { data } = useEditorPage();
  const itemState = useSaveStatus((status) => status.itemState);
  const editor = useEditor();
  const isSettled = useSettled();
  return (
    <header className="grid h-11 shrink-0 grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-4 border-b bg-card px-2">
      <div className="flex min-w-0 items-center gap-2">
        <CommandButton command="navigate.leave" icon={<ArrowLeft />} />
        <h1 className="min-w-0 font-medium">
          <MiddleTruncate text={data.item.name} />
        </h1>
        <StateBadge state={itemState} />
        <SaveBadge />
      </div>
      <ItemPlace />
      <div className="flex items-center justify-end gap-1.5">
        {isSettled ? <TalkBar /> : null}
        {editor.isReadOnly ? null : <ItemActions />}
      </div>
    </header>
  );
}

function ItemPlace() {
  const t = useTranslations("editor");
  const format = useFormatter();
  const { data, isHandedOut } = useEditorPage();
  const isLost = useLoss(data.item.id) !== null;
  const { index, total } = data.neighbours;
  if (isHandedOut) {
    return (
      <nav aria-label={t("place.nav")} className="flex items-center gap-1">
        <CommandButton command="navigate.previousItem" icon={<ChevronLeft />} />
        {isLost ? null : (
          <p className="px-2 text-muted-foreground text-xs">{t("place.handedOut")}</p>
        )}
        <CommandButton command="navigate.nextItem" icon={<ChevronRight />} />
      </nav>
    );
  }
  return (
    <nav aria-label={t("place.nav")} className="flex items-center gap-1">
      <CommandButton command="navigate.previousItem" icon={<ChevronLeft />} />
      <div className="grid w-28 gap-1">
        <p data-numeric className="text-center text-xs leading-none">
          <span className="sr-only">
            {total === null
              ? t("place.counting")
              : index === null
                ? t("place.outside", { total })
                : t("place.of", { index, total })}
          </span>
          <span aria-hidden="true">
            {index === null ? "–" : format.number(index)}
            <span className="text-muted-foreground">
              {" "}
              / {total === null ? "…" : format.number(total)}
            </span>
          </span>
        </p>
        <Progress
          label={t("place.progress")}
          done={index ?? 0}
          total={Math.max(1, total ?? 1)}
          isCountHidden
          className="[&_[role=progressbar]]:h-1"
        />
      </div>
      <CommandButton command="navigate.nextItem" icon={<ChevronRight />} />
    </nav>
  );
}

function ItemActions() {
  const { document } = useEditor();
  const readIsEmpty = () => document.current().size === 0;
  const isEmpty = useSyncExternalStore(document.subscribe, readIsEmpty, readIsEmpty);
  return (
    <>
      {isEmpty ? (
        <CommandButton command="item.nothingHere" icon={<CircleSlash2 />} hasTitle />
      ) : null}
      <CommandButton command="item.skip" icon={<SkipForward />} hasTitle variant="ghost" />
      <CommandButton
        command="item.submitAndNext"
        icon={<CornerDownLeft />}
        hasTitle
        variant="primary"
      />
    </>
  );
}
