"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useLocale } from "use-intl";
import { APP_COMMANDS } from "@/components/shell/app-commands";
import { CommandPalette } from "@/components/shell/command-palette";
import { useCommands, useOverlay } from "@/components/shell/command-registry";
import { HelpSheet } from "@/components/shell/help-sheet";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { useSetLocale } from "@/components/shell/use-set-locale";
import { toast } from "@/components/ui/toast";
import { apiFetch } from "@/lib/api/client";

/** The commands of the whole application, with the palette and the help sheet they open. */
export function AppOverlays() {
  const router = useRouter();
  const { theme, setTheme } = useTheme();
  const locale = useLocale();
  const setLocale = useSetLocale();
  const [, setOverlay] = useOverlay();
  const signOut = useSignOut();
  useCommands(APP_COMMANDS, {
    goTo: (path) => router.push(path),
    openPalette: () => setOverlay("palette"),
    openHelp: () => setOverlay("help"),
    theme,
    setTheme,
    locale,
    setLocale,
    signOut,
  });
  return (
    <>
      <CommandPalette />
      <HelpSheet />
    </>
  );
}

/** Ends the session and forgets what the person's pages have fetched. */
export function useSignOut(): () => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  const errorMessage = useErrorMessage();
  return async () => {
    try {
      await apiFetch("/api/auth/sign-out", { method: "POST", body: {} });
      queryClient.clear();
      router.replace("/sign-in");
      router.refresh();
    } catch (error) {
      toast.error(errorMessage(error));
    }
  };
}
