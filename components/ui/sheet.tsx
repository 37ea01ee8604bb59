"use client";

import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { DialogHeader, overlayClasses } from "@/components/ui/dialog";

export const Sheet = Radix.Root;
export const SheetTrigger = Radix.Trigger;
export const SheetClose = Radix.Close;

/** A dialog at the right edge, for what is read beside the work. */
export function SheetContent({
  title,
  description,
  footer,
  className,
  children,
  ...props
}: Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
}) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        data-slot="sheet"
        {...(description === undefined ? { "aria-describedby": undefined } : {})}
        className={cn(
          "fixed inset-y-0 right-0 z-50 flex w-full max-w-md animate-slide flex-col bg-popover text-popover-foreground shadow-lg outline-none",
          className,
        )}
        {...props}
      >
        <DialogHeader title={title} description={description} />
        <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
        {footer === undefined ? null : (
          <div className="flex items-center justify-end gap-2 border-t px-5 py-3">{footer}</div>
        )}
      </Radix.Content>
    </Radix.Portal>
  );
}
