"use client";

import { Check, ChevronLeft, ChevronRight, GitCompareArrows, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { CommandButton } from "@/components/editor/command-button";
import { useEditorPage, useSaveStatus } from "@/components/editor/editor-page-context";
import { keepFocus } from "@/components/editor/keep-focus";
import { SaveBadge } from "@/components/editor/save-badge";
import { useSettled } from "@/components/editor/suggestions/use-settled";
import { StateBadge } from "@/components/items/state-badge";
import { useRebindings } from "@/components/shell/command-registry";
import { useCommandTitle } from "@/components/shell/use-command-title";
import { Button, type ButtonProps } from "@/components/ui/button";
import { late } from "@/components/ui/late";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Tooltip } from "@/components/ui/tooltip";
import { REVIEW_COMMANDS, type ReviewCommandContext } from "./review-commands";

const OthersHere = late(() =>
  import("@/components/editor/talk/talk-bar").then((module) => module.OthersHere),
);

/** Which item, is it safe, how many are left, and what becomes of it. */
export function ReviewBar({ left, review }: { left: number | null; review: ReviewCommandContext }) {
  const t = useTranslations("review.bar");
  const format = useFormatter();
  const { data } = useEditorPage();
  const itemState = useSaveStatus((status) => status.itemState);
  const isSettled = useSettled();
  return (
    <header className="grid h-11 shrink-0 grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-3 border-b bg-card px-2 pl-3">
      <div className="flex min-w-0 items-center gap-2">
        <h1 className="min-w-0 font-medium">
          <MiddleTruncate text={data.item.name} />
        </h1>
        <StateBadge state={itemState} />
        <SaveBadge />
      </div>
      <nav aria-label={t("position", { n: left ?? 0 })} className="flex items-center gap-0.5">
        <CommandButton command="navigate.previousItem" icon={<ChevronLeft />} />
        <span data-numeric className="min-w-16 text-center text-muted-foreground text-xs">
          {left === null ? "" : t("position", { n: format.number(left) })}
        </span>
        <CommandButton command="navigate.nextItem" icon={<ChevronRight />} />
      </nav>
      <div className="flex items-center justify-end gap-1.5">
        {isSettled ? <OthersHere /> : null}
        {review.compare.isPossible ? (
          <ReviewButton
            command="review.compare"
            review={review}
            icon={<GitCompareArrows />}
            variant="ghost"
          >
            <span className="max-[1360px]:sr-only">{t("compare")}</span>
          </ReviewButton>
        ) : null}
        <ReviewButton command="review.reject" review={review} icon={<Undo2 />}>
          {t("reject")}
        </ReviewButton>
        <ReviewButton command="review.accept" review={review} icon={<Check />} variant="primary">
          {review.isMended ? t("fix") : t("accept")}
        </ReviewButton>
      </div>
    </header>
  );
}

/** A button that is one of the page's commands. */
export function ReviewButton({
  command: id,
  review,
  children,
  ...props
}: ButtonProps & { command: string; review: ReviewCommandContext; children: ReactNode }) {
  const titleOf = useCommandTitle();
  const rebindings = useRebindings();
  const command = REVIEW_COMMANDS.find((candidate) => candidate.id === id);
  if (!command) throw new Error(`There is no command ${id}.`);
  return (
    <Tooltip content={titleOf(command)} shortcut={(rebindings[id] ?? command.shortcuts)[0]}>
      <Button
        disabled={command.isEnabled?.(review) === false}
        aria-pressed={command.isActive?.(review)}
        onClick={() => void command.run(review)}
        onMouseDown={keepFocus}
        {...props}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
