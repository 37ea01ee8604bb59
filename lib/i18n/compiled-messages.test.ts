import {
  isLiteralElement,
  isNumberElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
} from "@formatjs/icu-messageformat-parser";
import { IntlMessageFormat } from "intl-messageformat";
import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { compiledMessages } from "@/lib/i18n/compiled-messages";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";

type Choices = { values: Map<string, (string | number)[]>; tags: Set<string> };

describe.each(LOCALES)("the compiled %s messages", (locale) => {
  const t = createTranslator({ locale, messages: compiledMessages(locale) });
  type Key = Parameters<typeof t>[0];
  const isKey = (key: string): key is Key => t.has(key as Key);

  it("say what the parsed ones say, whatever the arguments", () => {
    for (const [key, text] of flatten(loadMessages(locale))) {
      if (!isKey(key)) throw new Error(`${key} is not compiled.`);
      const parsed = new IntlMessageFormat(text, locale);
      const choices: Choices = { values: new Map(), tags: new Set() };
      collect(parsed.getAst(), choices);
      const bold = (chunks: string | string[]) => `<b>${[chunks].flat().join("")}</b>`;
      const tags = Object.fromEntries([...choices.tags].map((tag) => [tag, bold]));
      for (const values of samplesOf(choices)) {
        const expected = parsed.format<string>({ ...values, ...tags });
        expect(t.markup(key, { ...values, ...tags }), key).toBe([expected].flat().join(""));
      }
    }
  });

  it("go to the browser as plain data", () => {
    const messages = compiledMessages(locale);
    expect(JSON.parse(JSON.stringify(messages))).toStrictEqual(messages);
  });

  // They are looked up by codes that come from elsewhere, not by a translator.
  it("are mere texts where they are read by hand", () => {
    const { data, tools } = compiledMessages(locale);
    for (const text of [...leavesOf(data.issue), ...leavesOf(tools)]) {
      expect(typeof text, JSON.stringify(text)).toBe("string");
    }
  });
});

/** Enough values to come through every branch of a message once. */
function samplesOf({ values }: Choices): Record<string, string | number>[] {
  const length = Math.max(1, ...[...values.values()].map((each) => each.length));
  return Array.from({ length }, (_, n) =>
    Object.fromEntries([...values].map(([name, each]) => [name, each[n % each.length] ?? ""])),
  );
}

function collect(ast: MessageFormatElement[], choices: Choices): void {
  const { values, tags } = choices;
  for (const element of ast) {
    if (isLiteralElement(element) || isPoundElement(element)) continue;
    if (isTagElement(element)) {
      tags.add(element.value);
      collect(element.children, choices);
    } else if (isPluralElement(element) || isSelectElement(element)) {
      const options = Object.keys(element.options);
      values.set(element.value, isSelectElement(element) ? options : [0, 1, 2, 5, 1234, 1_000_000]);
      for (const option of Object.values(element.options)) collect(option.value, choices);
    } else if (isNumberElement(element)) {
      values.set(element.value, [0, 0.25, 12_345.6]);
    } else if (!values.has(element.value)) {
      values.set(element.value, ["{a} <b> 'c'"]);
    }
  }
}

function leavesOf(tree: object): unknown[] {
  return Object.values(tree).flatMap((value) =>
    typeof value === "string" || Array.isArray(value) ? [value] : leavesOf(value),
  );
}

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
