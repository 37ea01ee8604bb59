/** First character with a direction of its own, and whether it runs from right to left. */
const STRONG = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\u200f]/u;

/** Do these characters stand from right to left in a paragraph of that direction? Numbers never do, signs follow it. */
export function isRightToLeft(characters: string, paragraph: "ltr" | "rtl"): boolean {
  if (STRONG.test(characters)) return directionOf(characters) === "rtl";
  return paragraph === "rtl" && !/\p{N}/u.test(characters);
}

/** The direction that `dir="auto"` gives this paragraph. */
export function directionOf(paragraph: string): "ltr" | "rtl" {
  const first = STRONG.exec(paragraph)?.[0];
  return first !== undefined && RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr";
}
