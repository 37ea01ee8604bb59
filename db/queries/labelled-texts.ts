import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Store } from "../store";
import { DONE_STATES, readDays } from "./judged-items";
import { currentLabels } from "./models";

const ITEMS_PER_PAGE = 200;

export type LabelledText = {
  /** Of the text, for `readText`; null: gone. */
  hash: string | null;
  /** In code points. */
  spans: { surface: string; start: number; end: number; labelId: string }[];
};

/**
 * The spans that people left in the texts that they submitted, some items at a time; those that were accepted by
 * themselves are left out. Labels are those of now. Not for the thread of the server.
 */
export async function* walkLabelledTexts(
  store: Store,
  projectId: string,
): AsyncGenerator<LabelledText[]> {
  const labels = await currentLabels(store, projectId);
  let after = -1;
  for (;;) {
    const page = await readPage(store, { projectId, after });
    const last = page.at(-1);
    if (!last) return;
    after = last.position;
    const days = await readDays(store, page);
    const byPeople = page.filter(({ id }) => days.has(id));
    const spans = await readSpans(store, byPeople);
    yield byPeople.map(({ blobHash, layerId }) => ({
      hash: blobHash,
      spans: (spans.get(layerId) ?? []).flatMap((span) => {
        const labelId = labels.get(span.labelId);
        return labelId === undefined ? [] : [{ ...span, labelId }];
      }),
    }));
  }
}

function readPage(
  { db, tables: { items, layers } }: Store,
  { projectId, after }: { projectId: string; after: number },
) {
  return db
    .select({
      id: items.id,
      position: items.position,
      updatedAt: items.updatedAt,
      blobHash: items.blobHash,
      layerId: layers.id,
    })
    .from(items)
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .where(
      and(
        eq(items.projectId, projectId),
        isNull(items.deletedAt),
        inArray(items.state, DONE_STATES),
        gt(items.position, after),
      ),
    )
    .orderBy(asc(items.position))
    .limit(ITEMS_PER_PAGE);
}

async function readSpans(
  { db, tables: { annotations } }: Store,
  items: readonly { layerId: string }[],
): Promise<Map<string, LabelledText["spans"]>> {
  const rows = await db
    .select({
      layerId: annotations.layerId,
      labelId: annotations.labelId,
      start: annotations.x,
      length: annotations.w,
      text: annotations.text,
    })
    .from(annotations)
    .where(
      and(
        inArray(
          annotations.layerId,
          items.map(({ layerId }) => layerId),
        ),
        eq(annotations.kind, "interval"),
        eq(annotations.isDeleted, false),
      ),
    );
  const byLayer = new Map<string, LabelledText["spans"]>();
  for (const { layerId, text, start, length, labelId } of rows) {
    if (text === null) continue;
    const list = byLayer.get(layerId) ?? [];
    byLayer.set(layerId, list);
    list.push({ surface: text, start, end: start + length, labelId });
  }
  return byLayer;
}
