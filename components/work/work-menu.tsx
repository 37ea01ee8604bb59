"use client";

import { ChevronDown, Flag, Medal, RotateCcw, UserPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Kbd } from "@/components/ui/kbd";
import type { ItemChange } from "@/lib/api/items";

const PRIORITIES = [2, 1, 0] as const;

/** What chosen items are to the queue: whose, how urgent, again, or with a known answer. */
export function WorkMenu({
  isPending,
  onAssign,
  onChange,
}: {
  isPending: boolean;
  onAssign(): void;
  onChange(change: ItemChange): void;
}) {
  const t = useTranslations("work");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" disabled={isPending}>
          {t("tab")}
          <ChevronDown aria-hidden="true" className="size-3.5!" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top">
        <DropdownMenuItem icon={<UserPlus />} onSelect={onAssign}>
          {t("assign.action")}
          <Kbd shortcut="g" className="ml-auto" />
        </DropdownMenuItem>
        <DropdownMenuItem icon={<RotateCcw />} onSelect={() => onChange({ kind: "requeue" })}>
          {t("bulk.requeue")}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        {PRIORITIES.map((priority) => (
          <DropdownMenuItem
            key={priority}
            icon={<Flag />}
            onSelect={() => onChange({ kind: "priority", priority })}
          >
            {t("bulk.priority")}: {t(`bulk.priorities.${priority}`)}
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem
          icon={<Medal />}
          onSelect={() => onChange({ kind: "gold", isGold: true })}
        >
          {t("bulk.gold")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => onChange({ kind: "gold", isGold: false })}>
          {t("bulk.notGold")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
