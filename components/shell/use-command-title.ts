"use client";

import { useTranslations } from "use-intl";

/** Looked up in this order; each holds titles under the keys that commands name. */
const NAMESPACES = ["commands", "app-commands", "items-commands", "review-commands"] as const;

type Titled = { title: string; titleValues?: Readonly<Record<string, string>> };
type Translate = ReturnType<typeof useTranslations<never>>;
type Key = Parameters<Translate>[0];

/** Title of a command in the reader's language; the key itself shows what is missing. */
export function useCommandTitle(): (command: Titled) => string {
  const t = useTranslations();
  return ({ title, titleValues = {} }) => {
    for (const namespace of NAMESPACES) {
      const key = `${namespace}.${title}`;
      if (isKey(t, key)) return t(key, titleValues);
    }
    return title;
  };
}

function isKey(t: Translate, key: string): key is Key {
  return t.has(key as Key);
}
