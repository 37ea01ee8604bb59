"use client";

import type { ReactNode } from "react";
import { ContextMenuItem } from "@/components/ui/context-menu";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { useEditorCommand } from "./use-editor-command";

const ITEMS = { dropdown: DropdownMenuItem, context: ContextMenuItem } as const;

/** A command of the editor as an entry of a menu. */
export function CommandMenuItem({
  command: id,
  menu,
  icon,
  isDanger = false,
}: {
  command: string;
  menu: keyof typeof ITEMS;
  icon?: ReactNode;
  isDanger?: boolean;
}) {
  const { title, shortcut, isEnabled, run } = useEditorCommand(id);
  const Item = ITEMS[menu];
  return (
    <Item
      icon={icon}
      shortcut={shortcut}
      disabled={!isEnabled}
      variant={isDanger ? "danger" : "default"}
      onSelect={run}
    >
      {title}
    </Item>
  );
}
