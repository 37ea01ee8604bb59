import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";

/** What an item of any menu may show besides its words. */
export type MenuItemLook = {
  icon?: ReactNode;
  shortcut?: string | undefined;
  variant?: "default" | "danger";
};

export function MenuItemBody({
  icon,
  shortcut,
  children,
}: Pick<MenuItemLook, "icon" | "shortcut"> & { children: ReactNode }) {
  return (
    <>
      {icon}
      {children}
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} className="ml-auto pl-4" />}
    </>
  );
}
