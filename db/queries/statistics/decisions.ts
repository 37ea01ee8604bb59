import { and, desc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Shapes } from "@/lib/api/statistics";
import type { Store } from "../../store";

/** Rejections by the reasons that were named; a rejection with two reasons counts under both. */
export async function readReasons(
  { db, tables: { items, reviews } }: Store,
  projectId: string,
): Promise<Shapes["reasons"]> {
  const rows = await db
    .select({ reason: sql<string>`given.value`, n: sql<number>`count(*)` })
    .from(sql`${reviews}, json_each(${reviews.reasons}) as given`)
    .innerJoin(items, and(eq(items.id, reviews.itemId), isNull(items.deletedAt)))
    .where(and(eq(reviews.projectId, projectId), eq(reviews.decision, "reject")))
    .groupBy(sql`given.value`)
    .orderBy(desc(sql`count(*)`), sql`given.value`);
  return rows.map(({ reason, n }) => ({ reason: String(reason), n: Number(n) }));
}

export type DecisionDay = {
  versionId: string;
  name: string;
  day: number;
  decision: "accepted" | "corrected" | "rejected";
  n: number;
};

/**
 * What people made of each version's suggestions on each day on which they decided. Items that got their state from a model
 * are left out: nobody looked. Not for the thread of the server.
 */
export async function* walkDecisions(
  store: Store,
  projectId: string,
): AsyncGenerator<DecisionDay[]> {
  const { db, tables } = store;
  const { layers, modelVersions } = tables;
  const versions = await db
    .selectDistinct({
      id: modelVersions.id,
      name: modelVersions.name,
      version: modelVersions.version,
    })
    .from(layers)
    .innerJoin(modelVersions, eq(modelVersions.id, layers.modelVersionId))
    .where(and(eq(layers.projectId, projectId), isNotNull(layers.modelVersionId)));
  for (const { id, name, version } of versions) {
    const rows = await readVersion(store, { projectId, versionId: id });
    yield rows.map((row) => ({ versionId: id, name: `${name} ${version}`, ...row }));
  }
}

async function readVersion(
  { db, tables }: Store,
  { projectId, versionId }: { projectId: string; versionId: string },
): Promise<Pick<DecisionDay, "day" | "decision" | "n">[]> {
  const { annotations, items, labels, layers, operations } = tables;
  const suggestions = alias(layers, "suggestions");
  const said = alias(annotations, "said");
  const isSame: SQL = sql`${said.labelId} = ${annotations.labelId} and ${said.geometry} = ${annotations.geometry} and ${said.text} is ${annotations.text} and ${said.attributes} = ${annotations.attributes}`;
  const decision = sql<
    DecisionDay["decision"]
  >`case when ${said.isDeleted} <> 0 then 'rejected' when ${isSame} then 'accepted' else 'corrected' end`;
  const day = sql<number>`(case when ${said.isDeleted} <> 0 then ${said.updatedAt} else ${annotations.createdAt} end) / 86400000`;
  const stateFrom = sql`coalesce((select ${operations.cause} from ${operations} where ${operations.itemId} = ${items.id} and ${operations.state} is not null order by ${operations.createdAt} desc, ${operations.rev} desc limit 1), '')`;
  const rows = await db
    .select({ day, decision, n: sql<number>`count(*)` })
    .from(suggestions)
    .innerJoin(said, eq(said.layerId, suggestions.id))
    .innerJoin(labels, and(eq(labels.id, said.labelId), isNull(labels.deletedAt)))
    .innerJoin(items, and(eq(items.id, suggestions.itemId), isNull(items.deletedAt)))
    .innerJoin(layers, and(eq(layers.itemId, items.id), eq(layers.isResult, true)))
    .leftJoin(
      annotations,
      and(
        eq(annotations.layerId, layers.id),
        eq(annotations.id, said.id),
        eq(annotations.isDeleted, false),
      ),
    )
    .where(
      and(
        eq(suggestions.modelVersionId, versionId),
        eq(suggestions.projectId, projectId),
        sql`(${said.isDeleted} <> 0 or ${annotations.id} is not null)`,
        sql`${stateFrom} <> 'model'`,
      ),
    )
    .groupBy(day, decision);
  return rows.map((row) => ({ ...row, day: Number(row.day), n: Number(row.n) }));
}
