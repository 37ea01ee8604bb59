import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import {
  createFormatter,
  createTranslator,
  type NamespaceKeys,
  type NestedKeyOf,
} from "use-intl/core";
import { compiledMessages } from "@/lib/i18n/compiled-messages";
import { chooseLocale, LOCALE_COOKIE, type Locale } from "@/lib/i18n/locales";
import type { Messages } from "@/lib/i18n/messages";

/** The language of the current request. */
export const getLocale = cache(async (): Promise<Locale> => {
  const [cookieStore, headerList] = await Promise.all([cookies(), headers()]);
  return chooseLocale({
    cookie: cookieStore.get(LOCALE_COOKIE)?.value,
    acceptLanguage: headerList.get("accept-language"),
  });
});

/** `useTranslations` for server components and route handlers. */
export async function getTranslator<const N extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  namespace: N,
) {
  const locale = await getLocale();
  return createTranslator({ locale, messages: compiledMessages(locale), namespace });
}

/** Numbers, dates and relative times in the language of the current request. */
export async function getFormatter() {
  return createFormatter({ locale: await getLocale() });
}
