import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { SuggestionLayer } from "@/lib/api/models";
import type { Store } from "../store";
import { toRecord } from "./annotation-row";
import { prepared } from "./prepared";

const selectLayers = prepared(({ db, tables: { layers, modelVersions } }) =>
  db
    .select({
      layerId: layers.id,
      rev: layers.revision,
      versionId: layers.modelVersionId,
      name: modelVersions.name,
      version: modelVersions.version,
    })
    .from(layers)
    .leftJoin(modelVersions, eq(modelVersions.id, layers.modelVersionId))
    .where(and(eq(layers.itemId, sql.placeholder("itemId")), isNotNull(layers.modelVersionId)))
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
 * What models suggest on an item, a layer for each version; what was rejected is not in it, what was accepted
 * is. One indexed query where there is none.
 */
export async function readSuggestionLayers(
  store: Store,
  itemId: string,
): Promise<SuggestionLayer[]> {
  const found: SuggestionLayer[] = [];
  for (const { layerId, rev, versionId, name, version } of await selectLayers(store).execute({
    itemId,
  })) {
    const rows = await selectRecords(store).execute({ layerId });
    found.push({
      layerId,
      rev,
      model: { versionId: versionId ?? "", name: name ?? "?", version: version ?? "?" },
      records: rows.map(toRecord),
    });
  }
  return found;
}
