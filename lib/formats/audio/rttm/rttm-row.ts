import { SPEECH } from "../region";

/** Stands for a field without a value. */
export const NOTHING = "<NA>";
/** At the end of a field: means nothing, and makes it differ from another; alone, a name of no characters. */
const MARK = "%";

/** A name as one field: blanks, control characters and percent signs are written `%20`. */
export function fieldOf(name: string): string {
  if (name === "") return MARK;
  const plain = name.toWellFormed();
  if (plain === NOTHING) return encodeURIComponent(NOTHING);
  // A field that starts with ";" could start a comment.
  return plain.replace(/[%\s\p{Cc}]|^;/gu, percent);
}

export function nameOfField(field: string): string {
  const plain = field.endsWith(MARK) ? field.slice(0, -1) : field;
  return plain.replace(/(%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}

export type Names = { label: string; speaker?: string };

/**
 * Who and what, in the fields of the subtype and the name. Of speech the name is the speaker, as in
 * every RTTM. Another label stands in the subtype. Where there is no speaker the label stands in
 * both, for tools that want a name; beside a speaker who is called like the label, the label has a
 * percent sign at its end, so that the two fields differ.
 */
export function namesToFields({ label, speaker }: Names): { subtype: string; name: string } {
  const ofLabel = fieldOf(label);
  if (speaker === undefined) return { subtype: ofLabel, name: ofLabel };
  const name = fieldOf(speaker);
  if (label === SPEECH) return { subtype: NOTHING, name };
  return { subtype: ofLabel === name ? ofLabel + MARK : ofLabel, name };
}

export function namesOfFields({ subtype, name }: { subtype: string; name: string }): Names {
  const hasName = name !== NOTHING;
  if (subtype === NOTHING) {
    return { label: SPEECH, ...(hasName ? { speaker: nameOfField(name) } : {}) };
  }
  const label = nameOfField(subtype);
  return { label, ...(hasName && name !== subtype ? { speaker: nameOfField(name) } : {}) };
}

function percent(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
