import { eq } from "drizzle-orm";
import type { ItemState } from "@/lib/annotation/item-state";
import type { ProjectRole } from "../schema/projects";
import type { Store } from "../store";

const REVIEWERS: readonly ProjectRole[] = ["manager", "reviewer"];
const FINISHED: readonly ItemState[] = ["submitted", "accepted", "rejected"];

/**
 * The layers of an item whose annotations, history and comments a person may read. Who reviews reads all. Where several
 * people label an item independently of each other, each annotator reads their own; the result only when it is done and
 * they have no layer of their own.
 */
export async function readableLayers(
  { db, tables: { layers, items } }: Store,
  { itemId, userId, role }: { itemId: string; userId: string; role: ProjectRole },
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({
      id: layers.id,
      kind: layers.kind,
      authorId: layers.authorId,
      isResult: layers.isResult,
      required: items.required,
      state: items.state,
    })
    .from(layers)
    .innerJoin(items, eq(items.id, layers.itemId))
    .where(eq(layers.itemId, itemId));
  if (REVIEWERS.includes(role)) return new Set(rows.map(({ id }) => id));
  const isOwn = (row: (typeof rows)[number]) =>
    !row.isResult && row.kind === "person" && row.authorId === userId;
  const hasOwn = rows.some(isOwn);
  const readable = rows.filter((row) => {
    if (isOwn(row) || row.kind === "model") return true;
    if (!row.isResult) return false;
    if (role === "viewer" || row.required <= 1) return true;
    return !hasOwn && FINISHED.includes(row.state);
  });
  return new Set(readable.map(({ id }) => id));
}
