"use client";

import { Check, ChevronRight, Circle } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
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

export const DropdownMenu = Radix.Root;
export const DropdownMenuTrigger = Radix.Trigger;
export const DropdownMenuGroup = Radix.Group;
export const DropdownMenuRadioGroup = Radix.RadioGroup;
export const DropdownMenuSub = Radix.Sub;

export function DropdownMenuContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        data-slot="dropdown-menu"
        sideOffset={4}
        collisionPadding={8}
        className={cn(menuContentClasses, className)}
        {...props}
      />
    </Radix.Portal>
  );
}

export function DropdownMenuItem({
  className,
  icon,
  shortcut,
  variant = "default",
  asChild = false,
  children,
  ...props
}: ComponentProps<typeof Radix.Item> & {
  icon?: ReactNode;
  shortcut?: string | undefined;
  variant?: "default" | "danger";
}) {
  return (
    <Radix.Item
      data-slot="dropdown-menu-item"
      className={cn(menuItemClasses, variant === "danger" && menuDangerClasses, className)}
      asChild={asChild}
      {...props}
    >
      {/* A slot takes exactly one child, and even nothing beside it counts as another. */}
      {asChild ? (
        children
      ) : (
        <>
          {icon}
          {children}
          {shortcut === undefined ? null : <Kbd shortcut={shortcut} className="ml-auto pl-4" />}
        </>
      )}
    </Radix.Item>
  );
}

export function DropdownMenuCheckboxItem({
  className,
  shortcut,
  children,
  ...props
}: ComponentProps<typeof Radix.CheckboxItem> & { shortcut?: string | undefined }) {
  return (
    <Radix.CheckboxItem
      data-slot="dropdown-menu-checkbox-item"
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

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem
      data-slot="dropdown-menu-radio-item"
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

export function DropdownMenuSubTrigger({
  className,
  icon,
  children,
  ...props
}: ComponentProps<typeof Radix.SubTrigger> & { icon?: ReactNode }) {
  return (
    <Radix.SubTrigger
      data-slot="dropdown-menu-sub-trigger"
      className={cn(menuItemClasses, className)}
      {...props}
    >
      {icon}
      {children}
      <ChevronRight className="ml-auto" />
    </Radix.SubTrigger>
  );
}

export function DropdownMenuSubContent({
  className,
  ...props
}: ComponentProps<typeof Radix.SubContent>) {
  return (
    <Radix.Portal>
      <Radix.SubContent
        data-slot="dropdown-menu-sub-content"
        sideOffset={2}
        collisionPadding={8}
        className={cn(menuContentClasses, className)}
        {...props}
      />
    </Radix.Portal>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn(menuLabelClasses, className)} {...props} />;
}

export function DropdownMenuSeparator({
  className,
  ...props
}: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn(menuSeparatorClasses, className)} {...props} />;
}
