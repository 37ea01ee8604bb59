import { and, asc, eq, isNull } from "drizzle-orm";
import { COVER_TEXT_LENGTH, type CoverItem } from "@/lib/api/project-covers";
import type { Store } from "../store";
import { startBytes, startText, waveOf } from "./preview-info";

const COVER_ITEMS = 4;

/**
 * The first items of each project, for its card. One short read along an index each: a query over
 * all projects at once would walk every item.
 */
export async function readCovers(
  { db, tables: { items, texts, blobs } }: Store,
  projectIds: readonly string[],
): Promise<Record<string, CoverItem[]>> {
  const covers: Record<string, CoverItem[]> = {};
  for (const projectId of projectIds) {
    const rows = await db
      .select({
        id: items.id,
        blobHash: items.blobHash,
        start: startBytes(texts.text, COVER_TEXT_LENGTH),
        info: blobs.info,
      })
      .from(items)
      .innerJoin(blobs, eq(blobs.hash, items.blobHash))
      .leftJoin(texts, eq(texts.hash, items.blobHash))
      .where(and(eq(items.projectId, projectId), isNull(items.deletedAt)))
      .orderBy(asc(items.position))
      .limit(COVER_ITEMS);
    covers[projectId] = rows.map(({ info, start, ...item }) => ({
      ...item,
      text: startText(start, COVER_TEXT_LENGTH),
      wave: waveOf(info),
    }));
  }
  return covers;
}
