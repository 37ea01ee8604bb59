import fc from "fast-check";

/** Pieces that have shifted offsets, or were changed on the way, in other tools. */
const PIECES = [
  "a",
  "word",
  " ",
  "\n",
  "\r\n",
  "\r",
  "\t",
  "é",
  "e\u0301",
  "n\u0303\u0323",
  "ﬁ",
  "Å",
  "😀",
  "👩‍👩‍👧‍👦",
  "🏳️‍🌈",
  "👍🏽",
  "🇪🇸",
  "𝒳",
  "𠮷",
  "ไทย",
  "日本語",
  "مرحبا",
  "\u202eevil\u202c",
  "\u200d",
  "\u200b",
  "\ufeff",
  "\u2028",
  "\0",
  "<script>alert(1)</script>",
  "=cmd()",
  '"',
  "'",
  ",",
  ";",
  "\\",
  "\\n",
  "#",
  "-DOCSTART-",
];
const LONE_SURROGATES = ["\ud83d", "\ude00"];

/** Texts that hold anything; `lone` surrogates can stand in JSON alone, since UTF-8 has none. */
export function textArbitrary({
  lone,
  maxPieces = 24,
}: {
  lone: boolean;
  maxPieces?: number;
}): fc.Arbitrary<string> {
  const pieces = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...PIECES, ...(lone ? LONE_SURROGATES : [])) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
  );
  return fc.array(pieces, { maxLength: maxPieces }).map((all) => all.join(""));
}
