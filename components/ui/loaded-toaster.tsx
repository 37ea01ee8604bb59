"use client";

import { useTheme } from "next-themes";
import { useEffect } from "react";
import { Toaster as Sonner } from "sonner";
import { useTranslations } from "use-intl";

export { toast } from "sonner";

/** Where toasts are shown. `onReady` is called once none can be lost any more. */
export function LoadedToaster({ onReady }: { onReady(): void }) {
  const t = useTranslations("ui");
  const { theme } = useTheme();
  // Effects of children come first: by now it listens.
  useEffect(onReady, [onReady]);
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
