"use client";

import { GripVertical, Merge, MoreHorizontal, Trash2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { HotkeyButton } from "@/components/labels/hotkey-button";
import { LabelColor } from "@/components/labels/label-color";
import type { LabelActions } from "@/components/labels/use-labels";
import type { HandleProps } from "@/components/labels/use-reorder";
import { cn } from "@/components/ui/cn";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { MAX_LABEL_NAME } from "@/lib/annotation/label";
import type { LabelView } from "@/lib/api/labels";

export function LabelRow({
  label,
  labels,
  index,
  isDragged,
  handleProps,
  actions,
  onMerge,
  use,
}: {
  label: LabelView;
  labels: readonly LabelView[];
  index: number;
  isDragged: boolean;
  handleProps: HandleProps;
  actions: LabelActions;
  onMerge: () => void;
  /** What it is for, where that is a question. */
  use: ReactNode;
}) {
  const t = useTranslations("labels");
  const format = useFormatter();
  return (
    <li
      className={cn(
        // Of a thousand labels only those in sight are laid out and painted.
        "flex h-11 items-center gap-2 border-b px-3 [contain-intrinsic-size:auto_2.75rem] [content-visibility:auto] hover:bg-accent/50",
        isDragged && "bg-primary-soft hover:bg-primary-soft",
      )}
    >
      <button
        type="button"
        aria-label={t("reorder", { name: label.name })}
        aria-roledescription={t("reorderRole")}
        className="flex size-7 cursor-grab touch-none items-center justify-center rounded-sm text-muted-foreground hover:text-foreground active:cursor-grabbing"
        {...handleProps}
      >
        <GripVertical aria-hidden="true" className="size-4" />
      </button>
      <span data-numeric className="w-5 text-right text-muted-foreground text-xs">
        {index}
      </span>
      <LabelColor label={label} onChange={(color) => actions.change(label, { color })} />
      <LabelName
        // A new name from elsewhere is a new draft.
        key={label.name}
        label={label}
        labels={labels}
        onChange={(name) => actions.change(label, { name })}
      />
      {use}
      <span
        data-numeric
        title={t("count", { count: label.annotationCount })}
        className="w-28 text-right text-muted-foreground"
      >
        {format.number(label.annotationCount)}
      </span>
      <span className="w-24 pl-3">
        <HotkeyButton
          label={label}
          labels={labels}
          onChange={(hotkey) => actions.change(label, { hotkey })}
        />
      </span>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton
            label={t("menu", { name: label.name })}
            icon={<MoreHorizontal />}
            size="icon-sm"
          />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem icon={<Merge />} disabled={labels.length < 2} onSelect={onMerge}>
            {t("merge.open")}
          </DropdownMenuItem>
          <DropdownMenuItem
            variant="danger"
            icon={<Trash2 />}
            onSelect={() => actions.remove(label)}
          >
            {t("delete", { count: label.annotationCount })}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </li>
  );
}

/** Reads as text, writes as a field: Enter or leaving keeps the name, Esc brings back the old. */
function LabelName({
  label,
  labels,
  onChange,
}: {
  label: LabelView;
  labels: readonly LabelView[];
  onChange: (name: string) => void;
}) {
  const t = useTranslations("labels");
  const [draft, setDraft] = useState(label.name);
  const name = draft.trim();
  const isTaken = labels.some((other) => other.id !== label.id && other.name === name);
  const isWrong = name === "" || isTaken;

  function keep() {
    if (isWrong) setDraft(label.name);
    else if (name !== label.name) onChange(name);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter" && !isWrong) event.currentTarget.blur();
    if (event.key !== "Escape") return;
    event.stopPropagation();
    setDraft(label.name);
  }

  return (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      <input
        aria-label={t("name", { name: label.name })}
        aria-invalid={isWrong || undefined}
        maxLength={MAX_LABEL_NAME}
        spellCheck={false}
        autoComplete="off"
        // The whole of a long name, which the field cuts off.
        title={label.name}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={onKeyDown}
        className="h-7 w-full min-w-0 truncate rounded-md border border-transparent bg-transparent px-2 font-medium hover:border-input focus:border-ring focus:bg-card focus:outline-none aria-invalid:border-danger"
      />
      {isWrong ? (
        <span role="alert" className="shrink-0 text-danger-foreground text-xs">
          {t(isTaken ? "nameTaken" : "nameMissing")}
        </span>
      ) : null}
    </span>
  );
}
