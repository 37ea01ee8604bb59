import { z } from "zod";

/** What is known of a text that was taken in; kept with its blob. The text itself is stored as it came, decoded. */
export const textInfoSchema = z.object({
  version: z.literal(1),
  hash: z.string(),
  /** Of the text in UTF-8, which is what `hash` is of. */
  sizeBytes: z.int().nonnegative(),
  mediaType: z.string(),
  /** Code points. */
  length: z.int().nonnegative(),
  /** Line breaks and one: `\n`, `\r\n` and a lone `\r` break. */
  lines: z.int().positive(),
});
export type TextInfo = z.infer<typeof textInfoSchema>;
