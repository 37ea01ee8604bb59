"use client";

import { Check, Circle } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";
import {
  menuContentClasses,
  menuDangerClasses,
  menuItemClasses,
  menuLabelClasses,
  menuSeparatorClasses,
} from "@/components/ui/menu-classes";
import { MenuItemBody, type MenuItemLook } from "@/components/ui/menu-item-body";

export const DropdownMenu = Radix.Root;
export const DropdownMenuTrigger = Radix.Trigger;
export const DropdownMenuRadioGroup = Radix.RadioGroup;

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
}: ComponentProps<typeof Radix.Item> & MenuItemLook) {
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
        <MenuItemBody icon={icon} shortcut={shortcut}>
          {children}
        </MenuItemBody>
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
      <MenuItemBody shortcut={shortcut}>{children}</MenuItemBody>
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

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn(menuLabelClasses, className)} {...props} />;
}

export function DropdownMenuSeparator({
  className,
  ...props
}: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn(menuSeparatorClasses, className)} {...props} />;
}
