"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

export const overlayClasses = "fixed inset-0 z-40 animate-in bg-overlay";

const WIDTHS = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-2xl", xl: "max-w-5xl" } as const;

/** Title, what the dialog is about, a body that scrolls, and a footer of buttons. */
export function DialogContent({
  title,
  description,
  footer,
  size = "md",
  className,
  children,
  ...props
}: Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  size?: keyof typeof WIDTHS;
}) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        data-slot="dialog"
        {...(description === undefined ? { "aria-describedby": undefined } : {})}
        className={cn(
          "fixed inset-x-4 top-[12vh] z-50 mx-auto flex max-h-[80vh] animate-in flex-col rounded-lg bg-popover text-popover-foreground shadow-lg outline-none",
          WIDTHS[size],
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

export function DialogHeader({
  title,
  description,
}: {
  title: ReactNode;
  description?: ReactNode | undefined;
}) {
  const t = useTranslations("ui");
  return (
    <div className="flex items-start gap-4 px-5 pt-4 pb-3">
      <div className="grid min-w-0 flex-1 gap-1">
        <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
        {description === undefined ? null : (
          <Radix.Description className="text-muted-foreground">{description}</Radix.Description>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton
          label={t("close")}
          shortcut="escape"
          icon={<X />}
          size="icon-sm"
          className="-mr-2"
        />
      </Radix.Close>
    </div>
  );
}
