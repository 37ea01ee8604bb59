/** What one voice says in a cue. */
export type Voice = { speaker: string | undefined; text: string };

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  lrm: "\u200e",
  rlm: "\u200f",
};

/**
 * The text of a cue by its voices, `<v Ana>Hello`. `dropped` counts the tags that are not carried
 * (styles, languages, times of karaoke); what they enclose is kept.
 */
export function parseMarkup(payload: string): { voices: Voice[]; dropped: number } {
  const voices: Voice[] = [{ speaker: undefined, text: "" }];
  let dropped = 0;
  for (const piece of payload.split(/(<[^<>]*>)/)) {
    const tag = /^<(\/?)([^\s.>/]*)(?:\.[^\s>]*)?(?:\s+([^>]*))?>$/s.exec(piece);
    const last = voices.at(-1);
    if (!tag) {
      if (last) last.text += decodeEntities(piece);
      continue;
    }
    const [, slash, name, annotation = ""] = tag;
    if (name !== "v") dropped += 1;
    else if (slash === "/") voices.push({ speaker: undefined, text: "" });
    else {
      const speaker = decodeEntities(annotation.trim().replace(/\s+/g, " "));
      voices.push({ speaker, text: "" });
    }
  }
  return { voices: said(voices), dropped };
}

/** A single voice keeps its blanks; between voices they only set them apart. */
function said(voices: Voice[]): Voice[] {
  const speaking = voices.filter(({ text }) => text.trim() !== "");
  if (speaking.length <= 1) return speaking;
  return speaking.map(({ speaker, text }) => ({ speaker, text: text.trim() }));
}

export function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\0", "&#0;");
}

/** Blanks that the reader of a tag would join or take off are spelled out. */
export function escapeSpeaker(speaker: string): string {
  return escapeText(speaker).replace(/^\s+|\s+$|\s{2,}|[^\S ]/gu, (blanks) =>
    [...blanks].map((blank) => `&#${blank.codePointAt(0)};`).join(""),
  );
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
    const isHex = /^#x/i.test(name);
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole;
  });
}
