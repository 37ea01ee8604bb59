import type { EnglishKind } from "./text-rule";

/** Names that labels for these usually have, in English and Spanish. */
const USUAL_NAMES: Readonly<Record<EnglishKind, RegExp>> = {
  person: /^(per|pers|person|people|name|persona|nombre)s?$/i,
  place: /^(loc|location|place|gpe|city|country|lugar|ubicaci[oó]n)e?s?$/i,
  organisation: /^(org|organi[sz]ation|company|organizaci[oó]n|empresa)e?s?$/i,
  date: /^(date|fecha)s?$/i,
  amount: /^(amount|money|quantity|cantidad|importe|dinero)e?s?$/i,
};

/** The first whose name says that it is of the kind. */
export function usualLabel<L extends { name: string }>(
  kind: EnglishKind,
  labels: readonly L[],
): L | null {
  return labels.find(({ name }) => USUAL_NAMES[kind].test(name)) ?? null;
}
