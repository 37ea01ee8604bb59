import { COOKIE_MAX_AGE_S } from "@/lib/i18n/locales";

/** A preference that the server reads too; kept for a year. */
export function writeCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http, as on a LAN
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${COOKIE_MAX_AGE_S}; samesite=lax`;
}
