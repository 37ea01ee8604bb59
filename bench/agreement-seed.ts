import BetterSqlite3 from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";
import { createRandom, seedProject } from "./seed";

const NOW = Date.UTC(2026, 0, 1);
const ITEMS_PER_TRANSACTION = 1_000;
/** How far people's edges lie apart, in px; one box in twenty has another label, one in twenty is missed. */
const JITTER_PX = 8;
const SLIP = 0.05;

export type OverlapOptions = {
  databaseFile: string;
  userId: string;
  items: number;
  people: number;
  boxesPerLayer: number;
};

/** A project in which every item was labelled by the same number of people, each in a layer of their own. */
export function seedOverlap(options: OverlapOptions): { projectId: string } {
  const { databaseFile, userId, items, people, boxesPerLayer } = options;
  const { projectId, labelIds } = seedProject({ databaseFile, userId, items, boxesPerItem: 0 });
  const db = new BetterSqlite3(databaseFile);
  try {
    db.pragma("busy_timeout = 10000");
    db.pragma("synchronous = OFF");
    const random = createRandom(7);
    const persons = Array.from({ length: people }, (_, n) => ({
      id: uuidv7(),
      name: `Person ${n}`,
    }));
    const insert = prepareInserts(db);
    db.transaction(() => {
      for (const { id, name } of persons) {
        insert.user.run(id, name, `${id}@example.test`, NOW, NOW);
        insert.member.run(projectId, id, NOW);
      }
      db.prepare(
        "update items set state = 'submitted', required = ?, open_slots = 0, submitted_at = ? where project_id = ?",
      ).run(people, NOW, projectId);
      db.prepare("delete from state_counts where project_id = ?").run(projectId);
      db.prepare("insert into state_counts (project_id, state, n) values (?, 'submitted', ?)").run(
        projectId,
        items,
      );
    })();
    const ids = db
      .prepare("select id from items where project_id = ? order by position")
      .pluck()
      .all(projectId) as string[];
    for (let at = 0; at < ids.length; at += ITEMS_PER_TRANSACTION) {
      db.transaction(() => {
        for (const itemId of ids.slice(at, at + ITEMS_PER_TRANSACTION)) addItem(itemId);
      })();
    }
    db.pragma("wal_checkpoint(TRUNCATE)");

    function addItem(itemId: string): void {
      const things = Array.from({ length: boxesPerLayer }, () => ({
        label: Math.floor(random() * labelIds.length),
        x: random() * 1600,
        y: random() * 800,
        w: 40 + random() * 200,
        h: 40 + random() * 150,
      }));
      for (const person of persons) {
        const layerId = uuidv7();
        const drawn = things.filter(() => random() >= SLIP);
        insert.layer.run(layerId, itemId, projectId, person.id, drawn.length, NOW, NOW);
        insert.assignment.run(...[uuidv7(), projectId, itemId, person.id, layerId, NOW, NOW, NOW]);
        drawn.forEach(({ label, x, y, w, h }, order) => {
          const off = () => (random() - 0.5) * JITTER_PX;
          const box = { x: x + off() + 8, y: y + off() + 8, w: w + off(), h: h + off() };
          const other = random() < SLIP ? 1 : 0;
          const labelId = labelIds[(label + other) % labelIds.length];
          const geometry = JSON.stringify({ v: 1, kind: "box", ...box });
          insert.annotation.run({
            ...{ layerId, id: uuidv7(), itemId, projectId, labelId, ...box, geometry, order },
            at: NOW,
          });
        });
      }
    }
    return { projectId };
  } finally {
    db.close();
  }
}

function prepareInserts(db: BetterSqlite3.Database) {
  return {
    user: db.prepare(
      `insert into users (id, name, email, email_verified, role, created_at, updated_at)
       values (?, ?, ?, 1, 'member', ?, ?)`,
    ),
    member: db.prepare(
      "insert into members (project_id, user_id, role, created_at) values (?, ?, 'annotator', ?)",
    ),
    layer: db.prepare(
      `insert into layers (id, item_id, project_id, kind, author_id, is_result, revision,
         annotation_count, created_at, updated_at) values (?, ?, ?, 'person', ?, 0, 1, ?, ?, ?)`,
    ),
    assignment: db.prepare(
      `insert into assignments (id, project_id, item_id, user_id, layer_id, task, origin, state,
         created_at, updated_at, submitted_at)
       values (?, ?, ?, ?, ?, 'annotate', 'queue', 'submitted', ?, ?, ?)`,
    ),
    annotation: db.prepare(
      `insert into annotations (layer_id, id, item_id, project_id, label_id, kind, x, y, w, h,
         geometry, z_order, source, rev, created_at, updated_at)
       values ($layerId, $id, $itemId, $projectId, $labelId, 'box', $x, $y, $w, $h,
         $geometry, $order, 'manual', 1, $at, $at)`,
    ),
  };
}
