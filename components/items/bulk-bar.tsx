"use client";

import { ChevronDown, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { EDITOR_STATES, SPLITS } from "@/lib/annotation/item-state";
import type { ItemChange } from "@/lib/api/items";
import { StateIcon } from "./state-badge";

/** What can be done with the selected items; floats, so that nothing moves when it comes. */
export function BulkBar(props: {
  count: number;
  total: number;
  isPending: boolean;
  canManage: boolean;
  onSelectAll(): void;
  onClear(): void;
  onChange(change: ItemChange): void;
  /** What else can be done with them. */
  children?: ReactNode;
}) {
  const t = useTranslations("items");
  const format = useFormatter();
  const { count, total, isPending, canManage, onSelectAll, onClear, onChange } = props;
  if (count === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label={t("bulk.title")}
      className="absolute bottom-4 left-1/2 z-10 flex -translate-x-1/2 items-center gap-2 whitespace-nowrap rounded-lg bg-popover py-1.5 pr-1.5 pl-3 text-popover-foreground shadow-lg"
    >
      <span className="font-medium" aria-live="polite" data-numeric>
        {t("bulk.selected", { count, shown: format.number(count) })}
      </span>
      {count < total ? (
        <Button variant="link" size="text" onClick={onSelectAll}>
          {t("bulk.selectAll", { shown: format.number(total) })}
        </Button>
      ) : null}
      {canManage ? (
        <>
          <span aria-hidden="true" className="h-5 border-l" />
          <MenuButton label={t("bulk.setState")} isPending={isPending}>
            {(["new", ...EDITOR_STATES] as const).map((state) => (
              <DropdownMenuItem
                key={state}
                icon={<StateIcon state={state} />}
                onSelect={() => onChange({ kind: "state", state })}
              >
                {t(`state.${state}`)}
              </DropdownMenuItem>
            ))}
          </MenuButton>
          <MenuButton label={t("bulk.setSplit")} isPending={isPending}>
            {SPLITS.map((split) => (
              <DropdownMenuItem key={split} onSelect={() => onChange({ kind: "split", split })}>
                {t(`split.${split}`)}
              </DropdownMenuItem>
            ))}
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => onChange({ kind: "split", split: null })}>
              {t("split.none")}
            </DropdownMenuItem>
          </MenuButton>
          {props.children}
          <Button
            variant="ghost"
            icon={<Trash2 aria-hidden="true" />}
            isPending={isPending}
            onClick={() => onChange({ kind: "delete" })}
          >
            {t("bulk.delete")}
          </Button>
        </>
      ) : null}
      <IconButton label={t("bulk.clear")} shortcut="escape" icon={<X />} onClick={onClear} />
    </div>
  );
}

function MenuButton({
  label,
  isPending,
  children,
}: {
  label: string;
  isPending: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" disabled={isPending}>
          {label}
          <ChevronDown aria-hidden="true" className="size-3.5!" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top">
        {children}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
