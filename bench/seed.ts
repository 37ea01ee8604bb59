import BetterSqlite3 from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";
import { ITEM_STATES, type ItemState, SPLITS } from "@/lib/annotation/item-state";
import { LABEL_COLORS } from "@/lib/annotation/palette";

export type SeedBlob = {
  hash: string;
  bytes: number;
  mediaType: string;
  width: number;
  height: number;
  info?: Record<string, unknown>;
};

export type SeedOptions = {
  databaseFile: string;
  /** Becomes manager; must exist. */
  userId: string;
  items: number;
  boxesPerItem: number;
  name?: string;
  labels?: readonly string[];
  /** Media that the items take in turn; without them, blobs that name no stored file. */
  blobs?: readonly SeedBlob[];
  seed?: number;
  /** Of all items; without it, a mixture. */
  state?: ItemState;
};

const ITEMS_PER_TRANSACTION = 5_000;
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 0, 1);
const STATE_WEIGHTS = [0.5, 0.1, 0.25, 0.05, 0.05, 0.05];

/**
 * Fills a migrated database with one project by prepared inserts; the same seed gives the same
 * content (ids aside). Every counter agrees with the rows. Beside a running server it waits its
 * turn for the write lock.
 */
export function seedProject(options: SeedOptions): { projectId: string; labelIds: string[] } {
  const db = new BetterSqlite3(options.databaseFile);
  try {
    db.pragma("busy_timeout = 10000");
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = OFF");
    db.pragma("cache_size = -64000");
    return fill(db, options);
  } finally {
    db.close();
  }
}

function fill(db: BetterSqlite3.Database, options: SeedOptions) {
  const random = createRandom(options.seed ?? 1);
  const projectId = uuidv7();
  const labelNames = options.labels ?? ["car", "person", "bicycle", "dog", "traffic light"];
  const labels = labelNames.map((name) => ({ name, id: uuidv7() }));
  const labelCounts = new Map(labels.map(({ id }) => [id, 0]));
  const stateCounts = new Map<string, number>();
  db.transaction(() => {
    db.prepare(
      `insert into projects (id, name, media_kind, next_position, created_by, created_at, updated_at)
       values (?, ?, 'image', ?, ?, ?, ?)`,
    ).run(projectId, options.name ?? "Seeded", options.items, options.userId, NOW, NOW);
    db.prepare(
      "insert into members (project_id, user_id, role, created_at) values (?, ?, 'manager', ?)",
    ).run(projectId, options.userId, NOW);
    const insertLabel = db.prepare(
      `insert into labels (id, project_id, name, color, hotkey, position, created_at, updated_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    labels.forEach(({ id, name }, position) => {
      const hotkey = position < 9 ? String(position + 1) : null;
      const color = LABEL_COLORS[position % LABEL_COLORS.length];
      insertLabel.run(id, projectId, name, color, hotkey, position, NOW, NOW);
    });
  })();
  const insert = prepareInserts(db);
  for (let start = 0; start < options.items; start += ITEMS_PER_TRANSACTION) {
    const end = Math.min(options.items, start + ITEMS_PER_TRANSACTION);
    db.transaction(() => {
      for (let position = start; position < end; position += 1) addSeeded(position);
    })();
  }
  db.transaction(() => {
    const setLabel = db.prepare("update labels set annotation_count = ? where id = ?");
    for (const [id, n] of labelCounts) setLabel.run(n, id);
    const setState = db.prepare("insert into state_counts (project_id, state, n) values (?, ?, ?)");
    const setDay = db.prepare(
      "insert into state_days (project_id, day, state, delta) values (?, ?, ?, ?)",
    );
    for (const [state, n] of stateCounts) {
      setState.run(projectId, state, n);
      setDay.run(projectId, Math.floor(NOW / DAY_MS), state, n);
    }
  })();
  db.pragma("wal_checkpoint(TRUNCATE)");
  return { projectId, labelIds: labels.map(({ id }) => id) };

  function addSeeded(position: number): void {
    const blob = options.blobs?.[position % options.blobs.length] ?? {
      hash: `${projectId.replaceAll("-", "")}${position.toString(16).padStart(32, "0")}`,
      bytes: 250_000,
      mediaType: "image/jpeg",
      width: 1920,
      height: 1080,
    };
    const info = JSON.stringify(blob.info ?? { v: 1 });
    insert.blob.run(blob.hash, blob.bytes, blob.mediaType, blob.width, blob.height, info, NOW);
    const itemId = uuidv7();
    const layerId = uuidv7();
    const state = options.state ?? pickState(random());
    const count = state === "new" ? 0 : options.boxesPerItem;
    const split = state === "new" ? null : SPLITS[Math.floor(random() * SPLITS.length)];
    const name = `drive-${String(position % 37).padStart(2, "0")}/photo_${String(position).padStart(6, "0")}.jpg`;
    const at = NOW + Math.floor(random() * 30 * DAY_MS);
    stateCounts.set(state, (stateCounts.get(state) ?? 0) + 1);
    insert.item.run({
      itemId,
      projectId,
      position,
      name,
      blob: blob.hash,
      w: blob.width,
      h: blob.height,
      state,
      split,
      count,
      at,
    });
    insert.layer.run(layerId, itemId, projectId, count > 0 ? 1 : 0, count, at, at);
    const used = new Map<string, number>();
    for (let n = 0; n < count; n += 1) {
      const label = labels[Math.floor(random() ** 2 * labels.length)];
      if (!label) continue;
      used.set(label.id, (used.get(label.id) ?? 0) + 1);
      const w = 20 + Math.floor(random() * blob.width * 0.25);
      const h = 20 + Math.floor(random() * blob.height * 0.25);
      const x = Math.floor(random() * (blob.width - w));
      const y = Math.floor(random() * (blob.height - h));
      const geometry = `{"v":1,"kind":"box","x":${x},"y":${y},"w":${w},"h":${h}}`;
      insert.annotation.run({
        layerId,
        id: uuidv7(),
        itemId,
        projectId,
        labelId: label.id,
        x,
        y,
        w,
        h,
        geometry,
        order: n,
        at,
      });
    }
    for (const [labelId, n] of used) {
      insert.itemLabel.run(itemId, labelId, n);
      labelCounts.set(labelId, (labelCounts.get(labelId) ?? 0) + n);
    }
  }
}

function prepareInserts(db: BetterSqlite3.Database) {
  return {
    blob: db.prepare(
      `insert into blobs (hash, bytes, media_type, width, height, info, created_at)
       values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    ),
    item: db.prepare(
      `insert into items (id, project_id, position, name, blob_hash, width, height, state, split,
         annotation_count, created_at, updated_at)
       values ($itemId, $projectId, $position, $name, $blob, $w, $h, $state, $split, $count, $at, $at)`,
    ),
    layer: db.prepare(
      `insert into layers (id, item_id, project_id, kind, is_result, revision, annotation_count,
         created_at, updated_at) values (?, ?, ?, 'person', 1, ?, ?, ?, ?)`,
    ),
    annotation: db.prepare(
      `insert into annotations (layer_id, id, item_id, project_id, label_id, kind, x, y, w, h,
         geometry, z_order, source, rev, created_at, updated_at)
       values ($layerId, $id, $itemId, $projectId, $labelId, 'box', $x, $y, $w, $h,
         $geometry, $order, 'manual', 1, $at, $at)`,
    ),
    itemLabel: db.prepare("insert into item_labels (item_id, label_id, n) values (?, ?, ?)"),
  };
}

function pickState(share: number) {
  let rest = share;
  for (const [index, state] of ITEM_STATES.entries()) {
    rest -= STATE_WEIGHTS[index] ?? 0;
    if (rest < 0) return state;
  }
  return "skipped";
}

/** mulberry32: small, fast, and the same everywhere. */
export function createRandom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
