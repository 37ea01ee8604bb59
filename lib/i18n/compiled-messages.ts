import compile from "icu-minify/compile";
import type { Locale } from "@/lib/i18n/locales";
import { loadMessages, type Messages } from "@/lib/i18n/messages";

const compiled = new Map<Locale, Messages>();

/**
 * The messages of a language as use-intl formats them without a parser (10 kB that no page has to load): wherever it is
 * bundled, its `format-message` is replaced by `format-message/format-only`, which takes nothing else.
 *
 * The type names the keys. A text with arguments is a list here, so texts are read by a translator and not by hand.
 */
export function compiledMessages(locale: Locale): Messages {
  const known = compiled.get(locale);
  if (known) return known;
  const made = compileTree(loadMessages(locale)) as Messages;
  compiled.set(locale, made);
  return made;
}

function compileTree(tree: object): object {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === "string" ? asPlain(compile(value)) : compileTree(value),
    ]),
  );
}

/** Choices come as objects without a prototype, which React does not send to the browser. */
function asPlain(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message));
}
