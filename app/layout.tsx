import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { compiledMessages } from "@/lib/i18n/compiled-messages";
import { TIME_ZONE_COOKIE } from "@/lib/i18n/locales";
import { getLocale } from "@/lib/i18n/server";

export const metadata: Metadata = {
  title: { default: "Trazo", template: "%s · Trazo" },
  applicationName: "Trazo",
  icons: { icon: "/icon.svg" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#1a1b1f" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, headerList, cookieStore] = await Promise.all([getLocale(), headers(), cookies()]);
  return (
    // The theme's class is written before the first paint, so it differs from the server's.
    <html lang={locale} suppressHydrationWarning>
      <body>
        <Providers
          locale={locale}
          messages={compiledMessages(locale)}
          timeZone={cookieStore.get(TIME_ZONE_COOKIE)?.value}
          nonce={headerList.get("x-nonce") ?? undefined}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
