import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { SuggestionLayer } from "@/lib/api/models";
import type { Tables } from "../schema/tables";
import type { Store } from "../store";
import { toRecord } from "./annotation-row";
import { readOwnRejections } from "./own-rejections";
import { prepared } from "./prepared";

type LayerKind = Tables["layers"]["$inferSelect"]["kind"];

/** Layers in which people may reject what is there, and bring it back, and nothing else. */
export const SUGGESTION_KINDS = ["model", "import"] as const satisfies readonly LayerKind[];

export function isSuggestionKind(kind: LayerKind): boolean {
  return kind === "model" || kind === "import";
}

/** Who made a layer of suggestions, as it is told: a version of a model, or an import by its title. */
export function authorOf(row: {
  kind: LayerKind;
  versionId: string | null;
  name: string | null;
  version: string | null;
  title: string | null;
}): Pick<SuggestionLayer, "model" | "title"> {
  const { kind, versionId, name, version, title } = row;
  if (kind === "import") return { model: null, title: title ?? "?" };
  const model = { versionId: versionId ?? "", name: name ?? "?", version: version ?? "?" };
  return { model, title: null };
}

const selectLayers = prepared(({ db, tables: { layers, modelVersions } }) =>
  db
    .select({
      layerId: layers.id,
      rev: layers.revision,
      kind: layers.kind,
      versionId: layers.modelVersionId,
      title: layers.title,
      name: modelVersions.name,
      version: modelVersions.version,
    })
    .from(layers)
    .leftJoin(modelVersions, eq(modelVersions.id, layers.modelVersionId))
    .where(
      and(
        eq(layers.itemId, sql.placeholder("itemId")),
        inArray(layers.kind, [...SUGGESTION_KINDS]),
      ),
    )
    .orderBy(asc(layers.createdAt), asc(layers.id))
    .prepare(),
);
const selectRecords = prepared(({ db, tables: { annotations } }) =>
  db
    .select()
    .from(annotations)
    .where(
      and(eq(annotations.layerId, sql.placeholder("layerId")), eq(annotations.isDeleted, false)),
    )
    .orderBy(asc(annotations.order), asc(annotations.id))
    .prepare(),
);

/**
 * What models and imports suggest on an item, a layer for each version and each title; what was rejected is not in it,
 * what was accepted is. `userId`: whose eyes it is for, where people label the item independently of each other. One
 * indexed query where there is none.
 */
export async function readSuggestionLayers(
  store: Store,
  { itemId, userId }: { itemId: string; userId: string | null },
): Promise<SuggestionLayer[]> {
  const found: SuggestionLayer[] = [];
  for (const layer of await selectLayers(store).execute({ itemId })) {
    const { layerId, rev } = layer;
    const rows = await selectRecords(store).execute({ layerId });
    const rejected = userId === null ? NONE : await readOwnRejections(store, { layerId, userId });
    const records = rows.filter(({ id }) => !rejected.has(id)).map(toRecord);
    found.push({ layerId, rev, ...authorOf(layer), records });
  }
  return found;
}

const NONE: ReadonlySet<string> = new Set();
