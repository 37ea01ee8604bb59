"use client";

import type { MouseEvent, ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Tooltip } from "@/components/ui/tooltip";
import { keepFocus } from "./keep-focus";
import { useEditorCommand } from "./use-editor-command";

type CommandButtonProps = Omit<ButtonProps, "children" | "asChild" | "onClick"> & {
  /** Id of one of the editor's commands. */
  command: string;
  icon?: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** With the title written on it; otherwise only the icon is seen. */
  hasTitle?: boolean;
};

/** A button that is its command: name, shortcut, whether it is possible now, what it does. */
export function CommandButton({
  command: id,
  icon,
  side = "bottom",
  hasTitle = false,
  ...props
}: CommandButtonProps) {
  const { title, shortcut, isEnabled, isActive, run } = useEditorCommand(id);
  const shared = {
    icon,
    disabled: !isEnabled,
    "aria-pressed": isActive,
    onClick: run,
    ...props,
    onMouseDown: (event: MouseEvent<HTMLButtonElement>) => {
      props.onMouseDown?.(event);
      keepFocus(event);
    },
  };
  if (!hasTitle) return <IconButton label={title} shortcut={shortcut} side={side} {...shared} />;
  return (
    <Tooltip content={title} shortcut={shortcut} side={side}>
      <Button {...shared}>{title}</Button>
    </Tooltip>
  );
}
