"use client";

import { Check, ChevronRight, Circle } from "lucide-react";
import { ContextMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import {
  menuContentClasses,
  menuDangerClasses,
  menuItemClasses,
  menuLabelClasses,
  menuSeparatorClasses,
} from "@/components/ui/menu-classes";

export const ContextMenu = Radix.Root;
export const ContextMenuTrigger = Radix.Trigger;
export const ContextMenuGroup = Radix.Group;
export const ContextMenuRadioGroup = Radix.RadioGroup;
export const ContextMenuSub = Radix.Sub;

export function ContextMenuContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        data-slot="context-menu"
        collisionPadding={8}
        className={cn(menuContentClasses, className)}
        {...props}
      />
    </Radix.Portal>
  );
}

export function ContextMenuItem({
  className,
  icon,
  shortcut,
  variant = "default",
  children,
  ...props
}: ComponentProps<typeof Radix.Item> & {
  icon?: ReactNode;
  shortcut?: string | undefined;
  variant?: "default" | "danger";
}) {
  return (
    <Radix.Item
      data-slot="context-menu-item"
      className={cn(menuItemClasses, variant === "danger" && menuDangerClasses, className)}
      {...props}
    >
      {icon}
      {children}
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} className="ml-auto pl-4" />}
    </Radix.Item>
  );
}

export function ContextMenuCheckboxItem({
  className,
  shortcut,
  children,
  ...props
}: ComponentProps<typeof Radix.CheckboxItem> & { shortcut?: string | undefined }) {
  return (
    <Radix.CheckboxItem
      data-slot="context-menu-checkbox-item"
      className={cn(menuItemClasses, "pl-8", className)}
      {...props}
    >
      <Radix.ItemIndicator className="absolute left-2">
        <Check />
      </Radix.ItemIndicator>
      {children}
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} className="ml-auto pl-4" />}
    </Radix.CheckboxItem>
  );
}

export function ContextMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem
      data-slot="context-menu-radio-item"
      className={cn(menuItemClasses, "pl-8", className)}
      {...props}
    >
      <Radix.ItemIndicator className="absolute left-2 flex size-4 items-center justify-center">
        <Circle className="size-2! fill-current" />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}

export function ContextMenuSubTrigger({
  className,
  icon,
  children,
  ...props
}: ComponentProps<typeof Radix.SubTrigger> & { icon?: ReactNode }) {
  return (
    <Radix.SubTrigger
      data-slot="context-menu-sub-trigger"
      className={cn(menuItemClasses, className)}
      {...props}
    >
      {icon}
      {children}
      <ChevronRight className="ml-auto" />
    </Radix.SubTrigger>
  );
}

export function ContextMenuSubContent({
  className,
  ...props
}: ComponentProps<typeof Radix.SubContent>) {
  return (
    <Radix.Portal>
      <Radix.SubContent
        data-slot="context-menu-sub-content"
        sideOffset={2}
        collisionPadding={8}
        className={cn(menuContentClasses, className)}
        {...props}
      />
    </Radix.Portal>
  );
}

export function ContextMenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn(menuLabelClasses, className)} {...props} />;
}

export function ContextMenuSeparator({
  className,
  ...props
}: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn(menuSeparatorClasses, className)} {...props} />;
}
