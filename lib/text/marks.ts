/** What cannot be seen, or changes how its neighbours are shown, and what it is called. */
const NAMES: Readonly<Record<number, string>> = {
  0: "NUL",
  7: "BEL",
  8: "BS",
  11: "VT",
  12: "FF",
  27: "ESC",
  127: "DEL",
  133: "NEL",
  160: "NBSP",
  173: "SHY",
  1564: "ALM",
  6158: "MVS",
  8203: "ZWSP",
  8204: "ZWNJ",
  8205: "ZWJ",
  8206: "LRM",
  8207: "RLM",
  8232: "LS",
  8233: "PS",
  8234: "LRE",
  8235: "RLE",
  8236: "PDF",
  8237: "LRO",
  8238: "RLO",
  8239: "NNBSP",
  8288: "WJ",
  8294: "LRI",
  8295: "RLI",
  8296: "FSI",
  8297: "PDI",
  65279: "BOM",
};
/** Joiners inside a word or an emoji do their work there: only those that stand apart are worth a mark. */
const MARKED = new RegExp(
  [
    "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e]",
    "[\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb]",
    "(?<![\\p{L}\\p{M}\\p{Extended_Pictographic}\\ufe0f\\u{1f3fb}-\\u{1f3ff}])[\\u200c\\u200d]",
    "[\\u200c\\u200d](?![\\p{L}\\p{Extended_Pictographic}\\u2640\\u2642])",
    "[\\ud800-\\udfff]",
  ].join("|"),
  "gu",
);

/** The invisible characters of a text in UTF-16 indices, with a short name each. */
export function findMarks(text: string): { start: number; end: number; name: string }[] {
  return [...text.matchAll(MARKED)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    name: nameOf(match[0].codePointAt(0) ?? 0),
  }));
}

function nameOf(code: number): string {
  return NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
