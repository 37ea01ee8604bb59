import { MAX_LABEL_NAME } from "@/lib/annotation/label";
import { SPEECH } from "./region";

export type Caption = { label: string; speaker?: string; text?: string };

/**
 * What a subtitle shows. Speech is its words; everything else has its label before it in brackets,
 * as sounds have in subtitles for the deaf: `[bird]`, `[bird] kee-o`, `[speech: Ana] Hello`.
 * Inside the brackets a backslash takes the meaning of `]`, of a colon and of a backslash away.
 */
export function captionText({ label, speaker, text }: Caption): string {
  if (label === SPEECH && speaker === undefined && text !== undefined && text.trim() !== "") {
    const plain = parseCaption(text);
    if (plain.label === SPEECH && plain.text === text && plain.speaker === undefined) return text;
  }
  const name = escaped(label).replace(/:(?= )/g, "\\:");
  const tag = speaker === undefined ? `[${name}]` : `[${name}: ${escaped(speaker)}]`;
  return text === undefined ? tag : `${tag} ${text}`;
}

export function parseCaption(caption: string): Caption {
  const tag = /^\[((?:[^\\\]]|\\.){0,25000})\](?:[ \n](.*))?$/su.exec(caption);
  const inner = /^((?:[^\\:]|\\.|:(?! ))*)(?:: (.*))?$/su.exec(tag?.[1] ?? "");
  const label = unescaped(inner?.[1] ?? "");
  if (!tag || label.trim() === "" || label.length > MAX_LABEL_NAME) {
    return { label: SPEECH, ...(caption === "" ? {} : { text: caption }) };
  }
  const speaker = inner?.[2];
  const text = tag[2];
  return {
    label,
    ...(speaker === undefined ? {} : { speaker: unescaped(speaker) }),
    ...(text === undefined || text === "" ? {} : { text }),
  };
}

/**
 * The lines of a text so that none is blank, which would end the subtitle: there `lineBreak` stands
 * for the end of the line.
 */
export function joinLines(text: string, lineBreak: string): string {
  const [first = "", ...rest] = text.split("\n");
  const lines: string[] = [];
  let current = first;
  for (const line of rest) {
    if (line.trim() === "" || current.trim() === "") current += lineBreak + line;
    else {
      lines.push(current);
      current = line;
    }
  }
  return [...lines, current].join("\n");
}

function escaped(text: string): string {
  return text
    .replace(/(?<!\\)\\+(?=[\]:]|$)/g, (slashes) => slashes + slashes)
    .replace(/\]/g, "\\]");
}

function unescaped(text: string): string {
  return text.replace(/(?<!\\)(\\+)([\]:]|$)/g, (_, slashes: string, next: string) => {
    const kept = "\\".repeat(Math.floor(slashes.length / 2));
    return kept + (slashes.length % 2 === 1 && next === "" ? "\\" : next);
  });
}
