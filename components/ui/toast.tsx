"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner, toast } from "sonner";
import { useTranslations } from "use-intl";

/** How long the way back stays on screen. */
const UNDO_MS = 8000;

export function Toaster() {
  const t = useTranslations("ui");
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme === "dark" || theme === "light" ? theme : "system"}
      position="bottom-right"
      containerAriaLabel={t("notifications")}
      toastOptions={{
        closeButtonAriaLabel: t("close"),
        classNames: {
          toast:
            "!rounded-lg !border-0 !bg-popover !text-popover-foreground !shadow-lg !font-sans !text-sm",
          description: "!text-muted-foreground",
          actionButton: "!bg-secondary !text-secondary-foreground !rounded-md !font-medium",
          error: "[&_[data-icon]]:text-danger-foreground",
          success: "[&_[data-icon]]:text-success-foreground",
        },
      }}
    />
  );
}

/** Says what was done and offers the way back; the answer to "are you sure?". */
export function toastUndo(options: {
  message: string;
  description?: string | undefined;
  undoLabel: string;
  onUndo: () => void | Promise<void>;
}): void {
  toast(options.message, {
    ...(options.description === undefined ? {} : { description: options.description }),
    duration: UNDO_MS,
    action: { label: options.undoLabel, onClick: () => void options.onUndo() },
  });
}

export { toast };
