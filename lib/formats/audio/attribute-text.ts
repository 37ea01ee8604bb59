import { z } from "zod";
import type { AttributeValue } from "@/lib/annotation/annotation";

const quotedSchema = z.union([z.string(), z.array(z.string())]);

/**
 * An attribute as a cell of a table: numbers, yes and no as they are, lists as JSON, and texts as
 * they are too, but as JSON where they would be taken for something else.
 */
export function attributeText(value: AttributeValue): string {
  if (Array.isArray(value)) return JSON.stringify(value);
  if (typeof value !== "string") return String(value);
  return value !== "" && parseAttribute(value) === value ? value : JSON.stringify(value);
}

export function parseAttribute(text: string): AttributeValue {
  if (text === "true" || text === "false") return text === "true";
  if (/^-?(0|[1-9]\d*)(\.\d+)?(e[-+]\d+)?$/.test(text)) {
    const number = Number(text);
    // Not numbers: codes such as 1.10, and more digits than a float holds.
    if (String(number) === text) return number;
  }
  return /^["[]/.test(text) ? parseQuoted(text) : text;
}

/** A text that is never taken for a number; as JSON only where it starts like JSON, or is empty. */
export function plainCell(text: string): string {
  return text === "" || text.startsWith('"') ? JSON.stringify(text) : text;
}

export function parsePlainCell(text: string): string {
  const value = text.startsWith('"') ? parseQuoted(text) : text;
  return typeof value === "string" ? value : text;
}

function parseQuoted(text: string): string | string[] {
  try {
    const parsed = quotedSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : text;
  } catch {
    return text;
  }
}
