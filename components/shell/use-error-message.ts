"use client";

import { useMemo } from "react";
import { createTranslator, useLocale, useMessages } from "use-intl";
import { ApiError } from "@/lib/api/client";
import type { Messages } from "@/lib/i18n/messages";

/** Turns whatever was thrown into a sentence in the reader's language, by its code. */
export function useErrorMessage(): (error: unknown) => string {
  const locale = useLocale();
  const messages = useMessages();
  return useMemo(() => {
    const t = createTranslator({ locale, messages, namespace: "errors" });
    return (error: unknown) => {
      if (!(error instanceof ApiError)) return t("fallback");
      return isErrorKey(error.code, messages) ? t(error.code) : error.detail;
    };
  }, [locale, messages]);
}

/** Every entry of the catalogue but the one with an argument is a sentence for a code. */
function isErrorKey(
  code: string,
  messages: Messages,
): code is Exclude<keyof Messages["errors"], "requestId"> {
  return code !== "requestId" && Object.hasOwn(messages.errors, code);
}
