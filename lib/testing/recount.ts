import type { Store } from "@/db/store";

/** Every counter as the writes keep it, and as a recount of the rows has it. They must be equal. */
export async function readCounters(store: Store) {
  const { layers, items, itemLabels, labels, stateCounts, stateDays, annotations, threads } =
    store.tables;
  const [
    layerRows,
    itemRows,
    itemLabelRows,
    labelRows,
    stateRows,
    dayRows,
    annotationRows,
    threadRows,
  ] = [
    await store.db.select().from(layers),
    await store.db.select().from(items),
    await store.db.select().from(itemLabels),
    await store.db.select().from(labels),
    await store.db.select().from(stateCounts),
    await store.db.select().from(stateDays),
    await store.db.select().from(annotations),
    await store.db.select().from(threads),
  ];
  const live = annotationRows.filter((row) => !row.isDeleted);
  const results = new Set(layerRows.filter((row) => row.isResult).map(({ id }) => id));
  const present = new Set(itemRows.filter((row) => row.deletedAt === null).map(({ id }) => id));
  const inResults = live.filter((row) => results.has(row.layerId));
  const kept = {
    layers: tally(layerRows.map((row) => [row.id, row.annotationCount])),
    items: tally(itemRows.map((row) => [row.id, row.annotationCount])),
    itemLabels: tally(itemLabelRows.map((row) => [`${row.itemId} ${row.labelId}`, row.n])),
    labels: tally(labelRows.map((row) => [row.id, row.annotationCount])),
    states: tally(stateRows.map((row) => [row.state, row.n])),
    openThreads: tally(itemRows.map((row) => [row.id, row.openThreads])),
    stateDays: tally(dayRows.map((row) => [row.state, row.delta])),
  };
  const counted = {
    layers: tally(live.map((row) => [row.layerId, 1])),
    items: tally(inResults.map((row) => [row.itemId, 1])),
    itemLabels: tally(inResults.map((row) => [`${row.itemId} ${row.labelId}`, 1])),
    labels: tally(
      inResults.filter((row) => present.has(row.itemId)).map((row) => [row.labelId, 1]),
    ),
    states: tally(itemRows.filter((row) => present.has(row.id)).map((row) => [row.state, 1])),
    openThreads: tally(
      threadRows.filter((row) => row.resolvedAt === null).map((row) => [row.itemId, 1]),
    ),
    stateDays: tally(itemRows.filter((row) => present.has(row.id)).map((row) => [row.state, 1])),
  };
  return { kept, counted };
}

/** Sums by key, without zeros. */
function tally(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [key, n] of entries) sums.set(key, (sums.get(key) ?? 0) + n);
  return Object.fromEntries([...sums].filter(([, n]) => n !== 0).sort());
}
