"use client";

import { SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Tooltip } from "@/components/ui/tooltip";

/** The button in the bar of a kind of media that opens how it is shown. Without `open` it keeps that itself. */
export function ViewOptions({
  label,
  className,
  open,
  children,
}: {
  label: string;
  className?: string;
  open?: { isOpen: boolean; setOpen(isOpen: boolean): void };
  children: ReactNode;
}) {
  return (
    <Popover {...(open ? { open: open.isOpen, onOpenChange: open.setOpen } : {})}>
      <Tooltip content={label} side="top">
        <PopoverTrigger asChild>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={label}
            icon={<SlidersHorizontal aria-hidden="true" />}
          />
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent
        side="top"
        className={cn(
          "max-h-(--radix-popover-content-available-height) overflow-y-auto",
          className,
        )}
        aria-label={label}
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        {children}
      </PopoverContent>
    </Popover>
  );
}
