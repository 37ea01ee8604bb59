"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useEffect } from "react";
import { useLocale } from "use-intl";
import { APP_COMMANDS } from "@/components/shell/app-commands";
import { useCommands, useOverlay } from "@/components/shell/command-registry";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { useSetLocale } from "@/components/shell/use-set-locale";
import { late } from "@/components/ui/late";
import { toast } from "@/components/ui/toast";
import { useEver } from "@/components/ui/use-ever";
import { apiFetch } from "@/lib/api/client";

const loadPalette = () => import("@/components/shell/command-palette");
const loadHelp = () => import("@/components/shell/help-sheet");
const CommandPalette = late(() => loadPalette().then((module) => module.CommandPalette));
const HelpSheet = late(() => loadHelp().then((module) => module.HelpSheet));
/** Long after the page is usable; from then on both open without the server too. */
const PRELOAD_AFTER_MS = 5_000;

/** The commands of the whole application, with the palette and the help sheet they open. */
export function AppOverlays() {
  const router = useRouter();
  const { theme, setTheme } = useTheme();
  const locale = useLocale();
  const setLocale = useSetLocale();
  const [overlay, setOverlay] = useOverlay();
  const isNeeded = useEver(overlay !== null);
  useEffect(() => {
    const timer = setTimeout(() => {
      // What could not be fetched is asked for again when it is wanted.
      Promise.all([loadPalette(), loadHelp()]).catch(() => undefined);
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
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
  if (!isNeeded) return null;
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
