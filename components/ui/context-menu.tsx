"use client";

import { ChevronRight } from "lucide-react";
import { ContextMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import {
  menuContentClasses,
  menuDangerClasses,
  menuItemClasses,
  menuSeparatorClasses,
} from "@/components/ui/menu-classes";
import { MenuItemBody, type MenuItemLook } from "@/components/ui/menu-item-body";

export const ContextMenu = Radix.Root;
export const ContextMenuTrigger = Radix.Trigger;
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
}: ComponentProps<typeof Radix.Item> & MenuItemLook) {
  return (
    <Radix.Item
      data-slot="context-menu-item"
      className={cn(menuItemClasses, variant === "danger" && menuDangerClasses, className)}
      {...props}
    >
      <MenuItemBody icon={icon} shortcut={shortcut}>
        {children}
      </MenuItemBody>
    </Radix.Item>
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

export function ContextMenuSeparator({
  className,
  ...props
}: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn(menuSeparatorClasses, className)} {...props} />;
}
