import { readdirSync } from "node:fs";
import {
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  TYPE,
} from "@formatjs/icu-messageformat-parser";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { chooseLocale, DEFAULT_LOCALE, LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";

const REFERENCE = flatten(loadMessages(DEFAULT_LOCALE));

describe.each(LOCALES)("the %s catalogue", (locale) => {
  const messages = flatten(loadMessages(locale));

  it("has the keys of the reference and no others", () => {
    expect([...messages.keys()].sort()).toEqual([...REFERENCE.keys()].sort());
  });

  it("has no empty string", () => {
    expect([...messages].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
  });

  it.each([...REFERENCE.keys()])("%s takes the arguments and tags of the reference", (key) => {
    expect(argumentsOf(messages.get(key) ?? "")).toEqual(argumentsOf(REFERENCE.get(key) ?? ""));
  });

  it("loads every file of its folder", () => {
    const files = readdirSync(new URL(`../../messages/${locale}`, import.meta.url))
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.replace(/\.json$/, ""));
    expect(Object.keys(loadMessages(locale)).sort()).toEqual(files.sort());
  });
});

describe("chooseLocale", () => {
  it("prefers a cookie that names one of ours", () => {
    expect(chooseLocale({ cookie: "es", acceptLanguage: "en" })).toBe("es");
    expect(chooseLocale({ cookie: "xx", acceptLanguage: "es-MX" })).toBe("es");
  });

  it("takes the best acceptable language by quality", () => {
    expect(chooseLocale({ acceptLanguage: "fr, en;q=0.3, es;q=0.8" })).toBe("es");
    expect(chooseLocale({ acceptLanguage: "es;q=0, en;q=0.1" })).toBe("en");
  });

  it("falls back to English", () => {
    expect(chooseLocale({})).toBe("en");
    expect(chooseLocale({ acceptLanguage: "fr-CA" })).toBe("en");
    expect(chooseLocale({ acceptLanguage: ";;q=x,," })).toBe("en");
  });
});

/** "namespace.a.b" → text. */
function flatten(tree: object, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (typeof value === "string") flat.set(path, value);
    else for (const entry of flatten(value, path)) flat.set(...entry);
  }
  return flat;
}

/**
 * The ICU arguments with their kind, and the rich-text tags, of a message, sorted and each
 * once: languages may repeat, reorder and choose other plural branches, not other arguments.
 */
function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  collectArguments(new IntlMessageFormat(message).getAst(), found);
  return [...found].sort();
}

function collectArguments(elements: MessageFormatElement[], found: Set<string>): void {
  for (const element of elements) {
    if (isLiteralElement(element) || isPoundElement(element)) continue;
    found.add(`${TYPE[element.type]} ${element.value}`);
    if (isTagElement(element)) collectArguments(element.children, found);
    if (isPluralElement(element) || isSelectElement(element)) {
      for (const option of Object.values(element.options)) collectArguments(option.value, found);
    }
  }
}
