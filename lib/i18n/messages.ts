import * as en from "@/lib/i18n/en";
import * as es from "@/lib/i18n/es";
import type { Locale } from "@/lib/i18n/locales";

/** English is the shape that keys are checked against; a test holds the others to it. */
export type Messages = typeof en;

const CATALOGUES = { en, es } satisfies Record<Locale, Messages>;

/** Every namespace of one language as a plain object, fit to be sent to the browser. */
export function loadMessages(locale: Locale): Messages {
  return { ...CATALOGUES[locale] };
}

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
