"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useEffect, useState } from "react";
import { IntlProvider } from "use-intl";
import { CommandProvider } from "@/components/shell/command-registry";
import { writeCookie } from "@/components/shell/write-cookie";
import { Toaster } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";
import { type Locale, TIME_ZONE_COOKIE } from "@/lib/i18n/locales";
import type { Messages } from "@/lib/i18n/messages";

/** Shown data stays fresh this long before a mount or focus fetches it again. */
const STALE_MS = 10_000;

/** What every page stands in. `nonce` is the Content-Security-Policy's, when one is set. */
export function Providers({
  children,
  locale,
  messages,
  timeZone,
  nonce,
}: {
  children: ReactNode;
  locale: Locale;
  messages: Messages;
  timeZone?: string | undefined;
  nonce?: string | undefined;
}) {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: STALE_MS, retry: 1 } } }),
  );
  const zone = useTimeZone(timeZone);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={zone} onError={reportIntlError}>
      <QueryClientProvider client={queryClient}>
        <ThemeProvider
          attribute="class"
          defaultTheme="system"
          enableSystem
          disableTransitionOnChange
          storageKey="trazo-theme"
          {...(nonce === undefined ? {} : { nonce })}
        >
          <TooltipProvider>
            <CommandProvider>{children}</CommandProvider>
          </TooltipProvider>
          <Toaster />
        </ThemeProvider>
      </QueryClientProvider>
    </IntlProvider>
  );
}

/** Starts with what the server wrote the page in, so that the first render agrees with it. */
function useTimeZone(fromServer: string | undefined): string {
  const [zone, setZone] = useState(fromServer ?? "UTC");
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    setZone(timeZone);
    writeCookie(TIME_ZONE_COOKIE, timeZone);
  }, []);
  return zone;
}

function reportIntlError(error: Error): void {
  console.error(error);
}
