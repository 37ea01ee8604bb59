"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import { menuContentClasses, menuItemClasses } from "@/components/ui/menu-classes";

export const Select = Radix.Root;
export const SelectValue = Radix.Value;

export function SelectTrigger({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      data-slot="select-trigger"
      className={cn(
        controlClasses,
        "flex h-8 items-center justify-between gap-2 px-2.5 text-left data-[placeholder]:text-subtle-foreground [&>span]:truncate",
        className,
      )}
      {...props}
    >
      {children}
      <Radix.Icon asChild>
        <ChevronDown className="size-3.5 shrink-0 text-muted-foreground" />
      </Radix.Icon>
    </Radix.Trigger>
  );
}

export function SelectContent({
  className,
  children,
  position = "popper",
  ...props
}: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        data-slot="select-content"
        position={position}
        sideOffset={4}
        collisionPadding={8}
        className={cn(menuContentClasses, "min-w-(--radix-select-trigger-width)", className)}
        {...props}
      >
        <Radix.Viewport>{children}</Radix.Viewport>
      </Radix.Content>
    </Radix.Portal>
  );
}

export function SelectItem({
  className,
  children,
  icon,
  ...props
}: ComponentProps<typeof Radix.Item> & { icon?: ReactNode }) {
  return (
    <Radix.Item data-slot="select-item" className={cn(menuItemClasses, className)} {...props}>
      {icon}
      <Radix.ItemText>{children}</Radix.ItemText>
      <Radix.ItemIndicator className="ml-auto pl-3">
        <Check className="size-3.5" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}
