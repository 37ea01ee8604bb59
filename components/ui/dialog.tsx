"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";

export const Dialog = Radix.Root;

export const overlayClasses = "fixed inset-0 z-40 animate-in bg-overlay";

const WIDTHS = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-2xl", xl: "max-w-5xl" } as const;

export type DialogPanelProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
};

/** Title, what the dialog is about, a body that scrolls, and a footer of buttons. */
export function DialogContent({
  size = "md",
  className,
  ...props
}: DialogPanelProps & { size?: keyof typeof WIDTHS }) {
  return (
    <DialogPanel
      kind="dialog"
      className={cn(
        "fixed inset-x-4 top-[12vh] mx-auto max-h-[80vh] animate-in rounded-lg",
        WIDTHS[size],
        className,
      )}
      {...props}
    />
  );
}

/** What a dialog and a sheet have in common; where it stands is up to `className`. */
export function DialogPanel({
  kind,
  title,
  description,
  footer,
  className,
  children,
  ...props
}: DialogPanelProps & { kind: "dialog" | "sheet" }) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        data-slot={kind}
        {...(description === undefined ? { "aria-describedby": undefined } : {})}
        onOpenAutoFocus={focusBody}
        className={cn(
          "z-50 flex flex-col bg-popover text-popover-foreground shadow-lg outline-none",
          className,
        )}
        {...props}
      >
        <DialogHeader title={title} description={description} />
        <div data-slot="dialog-body" className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">
          {children}
        </div>
        {footer === undefined ? null : (
          <div className="flex items-center justify-end gap-2 border-t px-5 py-3">{footer}</div>
        )}
      </Radix.Content>
    </Radix.Portal>
  );
}

/**
 * Begins at the first field, or at the dialog as a whole: on the close button, which comes first,
 * the tooltip would cover the title and take the first Esc.
 */
function focusBody(event: Event): void {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLElement)) return;
  event.preventDefault();
  const field = dialog.querySelector<HTMLElement>(
    "[data-slot=dialog-body] :is(input:not([type=hidden], [hidden]), textarea, [role=combobox])",
  );
  (field ?? dialog).focus();
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
