import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { ItemState } from "@/lib/annotation/item-state";
import type { Store } from "../../store";
import { prepared } from "../prepared";
import { type AssignmentRow, shownState } from "./assignment-row";

/** What decides into which layer a person works. */
export type LabelledItem = {
  id: string;
  projectId: string;
  required: number;
  isGold: boolean;
  resultLayerId: string;
};

/** Do people work in layers of their own there, which the others do not see? */
export function isApart({ required, isGold }: Pick<LabelledItem, "required" | "isGold">): boolean {
  return required > 1 || isGold;
}

const value = sql.placeholder;
const selectOwn = prepared(({ db, tables: { layers } }) =>
  db
    .select({ id: layers.id })
    .from(layers)
    .where(
      and(
        eq(layers.itemId, value("itemId")),
        eq(layers.authorId, value("userId")),
        eq(layers.kind, "person"),
        eq(layers.isResult, false),
      ),
    )
    .prepare(),
);
const insertOwn = prepared(({ db, tables: { layers } }) =>
  db
    .insert(layers)
    .values({
      ...{ id: value("id"), itemId: value("itemId"), projectId: value("projectId") },
      ...{ kind: "person", authorId: value("userId"), isResult: false },
      ...{ createdAt: value("now"), updatedAt: value("now") },
    })
    .prepare(),
);

/** The layer that the person works in: the result, or one of their own that is made when it is first needed. */
export async function layerFor(
  tx: Store,
  { item, userId, now }: { item: LabelledItem; userId: string; now: number },
): Promise<string> {
  if (!isApart(item)) return item.resultLayerId;
  const found = await selectOwn(tx).execute({ itemId: item.id, userId });
  if (found[0]) return found[0].id;
  // As old as the result by its id: nothing about a gold item may tell that it is one.
  const id = uuidv7({ msecs: timeOf(item.resultLayerId) });
  await insertOwn(tx).execute({ id, itemId: item.id, projectId: item.projectId, userId, now });
  return id;
}

/** When an id of version 7 was made, in ms since 1970. */
function timeOf(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}

const selectProgress = prepared(({ db, tables: { layers } }) =>
  db
    .select({ rev: layers.revision, isResult: layers.isResult })
    .from(layers)
    .where(eq(layers.id, value("layerId")))
    .prepare(),
);

/** What a person is told of an item's state beside a layer of suggestions: how far they are in a layer of their own. */
export async function stateBeside(
  store: Store,
  { assignment, state }: { assignment: AssignmentRow | null; state: ItemState },
): Promise<ItemState> {
  if (!assignment) return state;
  const [layer] = await selectProgress(store).execute({ layerId: assignment.layerId });
  if (!layer || layer.isResult) return state;
  return shownState(assignment.state, { isBegun: layer.rev > 0 });
}
