import { eq } from "drizzle-orm";
import type { Store } from "../store";

/** The text of a blob; null when it has none. */
export async function readText(
  { db, tables: { texts } }: Store,
  hash: string,
): Promise<string | null> {
  const rows = await db.select({ text: texts.text }).from(texts).where(eq(texts.hash, hash));
  return rows[0]?.text ?? null;
}
