"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";

const OPEN_DELAY_MS = 400;

export function TooltipProvider(props: ComponentProps<typeof Radix.Provider>) {
  return <Radix.Provider delayDuration={OPEN_DELAY_MS} skipDelayDuration={200} {...props} />;
}

/** Explains its only child, and shows the child's shortcut when it has one. */
export function Tooltip({
  content,
  shortcut,
  side = "bottom",
  align = "center",
  className,
  children,
}: {
  content: ReactNode;
  shortcut?: string | undefined;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          data-slot="tooltip"
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-50 flex max-w-80 animate-in items-center gap-2 break-words rounded-md bg-popover px-2 py-1 text-popover-foreground text-xs shadow-lg",
            className,
          )}
        >
          {content}
          {shortcut === undefined ? null : <Kbd shortcut={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
