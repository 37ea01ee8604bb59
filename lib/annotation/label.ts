import { z } from "zod";
import { GEOMETRY_KINDS } from "@/lib/geometry/geometry";
import { idSchema } from "./annotation";

export const MAX_LABEL_NAME = 200;
const hexColor = z.string().regex(/^#[0-9a-f]{6}$/i);

/** One class of a project. `position` is the class index of every export, 0-based, without gaps. */
export const labelSchema = z.strictObject({
  id: idSchema,
  name: z.string().trim().min(1).max(MAX_LABEL_NAME),
  color: hexColor,
  /** One key as KeyboardEvent.key has it, lower case; null for none. */
  hotkey: z.string().min(1).max(1).nullable(),
  geometries: z.array(z.enum(GEOMETRY_KINDS as [string, ...string[]])),
  position: z.number().int().nonnegative(),
});
export type Label = z.infer<typeof labelSchema>;

/** Keys handed out to new labels, in this order. Letters are left to the tools and commands. */
export const LABEL_HOTKEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

/** The first free hotkey, or null when all are taken. */
export function nextHotkey(taken: Iterable<string | null>): string | null {
  const used = new Set(taken);
  return LABEL_HOTKEYS.find((key) => !used.has(key)) ?? null;
}
