/** A value on the line of a comment: as it is, or as a JSON string where a line could not hold it. */
export function commentValue(text: string): string {
  const isPlain =
    text !== "" && text.trim() === text && !/^"|[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);
  if (isPlain) return text;
  // JSON leaves these as they are, and some readers end lines at them.
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function readCommentValue(value: string): string {
  return quoted(value) ?? value;
}

function quoted(value: string): string | null {
  if (!value.startsWith('"')) return null;
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}

/** Tokens within a text, in UTF-16 indices. */
export type Placed = { text: string; places: { start: number; end: number }[] };

/**
 * The text of a `# text` comment with its tokens found in it, one after the other; null when they
 * are not there. A text that looks like a JSON string is one only if its tokens say so.
 */
export function placeTokens(value: string, forms: readonly string[]): Placed | null {
  const visible = forms.join("").replace(/\s/g, "");
  const isWhole = (text: string) => text.replace(/\s/g, "") === visible;
  const parsed = quoted(value);
  const text = parsed !== null && !isWhole(value) ? parsed : value;
  const places: Placed["places"] = [];
  let at = 0;
  for (const form of forms) {
    const start = text.indexOf(form, at);
    if (start < 0 || form === "") return null;
    at = start + form.length;
    places.push({ start, end: at });
  }
  return { text, places };
}

/** A text made of the tokens alone: what stood between them is not known, a blank is put there. */
export function joinTokens(forms: readonly string[]): Placed {
  const places: Placed["places"] = [];
  let at = 0;
  for (const form of forms) {
    places.push({ start: at, end: at + form.length });
    at += form.length + 1;
  }
  return { text: forms.join(" "), places };
}
