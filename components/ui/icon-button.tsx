"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

/** A button with only an icon: `label` is its accessible name and its tooltip. */
export function IconButton({
  label,
  shortcut,
  icon,
  side,
  variant = "ghost",
  size = "icon",
  ...props
}: Omit<ButtonProps, "children" | "asChild"> & {
  label: string;
  shortcut?: string | undefined;
  icon: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
}) {
  return (
    <Tooltip content={label} shortcut={shortcut} {...(side === undefined ? {} : { side })}>
      <Button aria-label={label} variant={variant} size={size} icon={icon} {...props} />
    </Tooltip>
  );
}
