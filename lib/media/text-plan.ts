import * as z from "zod/mini";

/** What is known of a text that was taken in; kept with its blob. The text itself is stored as it came, decoded. */
export const textInfoSchema = z.object({
  version: z.literal(1),
  hash: z.string(),
  /** Of the text in UTF-8, which is what `hash` is of. */
  sizeBytes: z.int().check(z.nonnegative()),
  mediaType: z.string(),
  /** Code points. */
  length: z.int().check(z.nonnegative()),
  /** Line breaks and one: `\n`, `\r\n` and a lone `\r` break. */
  lines: z.int().check(z.positive()),
});
export type TextInfo = z.infer<typeof textInfoSchema>;
