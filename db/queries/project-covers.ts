import { and, asc, eq, isNull } from "drizzle-orm";
import type { CoverItem } from "@/lib/api/project-covers";
import type { Store } from "../store";

const COVER_ITEMS = 4;

/**
 * The first images of each project, for its card. One short read along an index each: a query over
 * all projects at once would walk every item.
 */
export async function readCovers(
  { db, tables: { items } }: Store,
  projectIds: readonly string[],
): Promise<Record<string, CoverItem[]>> {
  const covers: Record<string, CoverItem[]> = {};
  for (const projectId of projectIds) {
    covers[projectId] = await db
      .select({ id: items.id, blobHash: items.blobHash })
      .from(items)
      .where(and(eq(items.projectId, projectId), isNull(items.deletedAt)))
      .orderBy(asc(items.position))
      .limit(COVER_ITEMS);
  }
  return covers;
}
