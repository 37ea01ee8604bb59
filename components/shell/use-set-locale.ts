"use client";

import { useRouter } from "next/navigation";
import { writeCookie } from "@/components/shell/write-cookie";
import { LOCALE_COOKIE, type Locale } from "@/lib/i18n/locales";

/** Changes the language in place: the server renders the page again, its state stays. */
export function useSetLocale(): (locale: Locale) => void {
  const router = useRouter();
  return (locale) => {
    writeCookie(LOCALE_COOKIE, locale);
    router.refresh();
  };
}
