"use client";

import { Dialog as Radix } from "radix-ui";
import { cn } from "@/components/ui/cn";
import { DialogPanel, type DialogPanelProps } from "@/components/ui/dialog";

export const Sheet = Radix.Root;

/** A dialog at the right edge, for what is read beside the work. */
export function SheetContent({ className, ...props }: DialogPanelProps) {
  return (
    <DialogPanel
      kind="sheet"
      className={cn("fixed inset-y-0 right-0 w-full max-w-md animate-slide", className)}
      {...props}
    />
  );
}
