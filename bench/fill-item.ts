import BetterSqlite3 from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";
import { createRandom } from "./seed";

export type FillOptions = {
  databaseFile: string;
  projectId: string;
  itemIds: readonly string[];
  /** Into the result layer of each item. */
  boxes: number;
};

/** Boxes of 12-120 × 10-90 px all over the image; every label occurs. Same places in every run. */
export function fillItems({ databaseFile, projectId, itemIds, boxes }: FillOptions): void {
  const db = new BetterSqlite3(databaseFile);
  try {
    db.pragma("busy_timeout = 10000");
    const labels = db.prepare("select id from labels where project_id = ?").all(projectId) as {
      id: string;
    }[];
    const insert = db.prepare(
      `insert into annotations (layer_id, id, item_id, project_id, label_id, kind, x, y, w, h,
         geometry, z_order, source, rev, created_at, updated_at)
       values ($layerId, $id, $itemId, $projectId, $labelId, 'box', $x, $y, $w, $h,
         $geometry, $order, 'manual', 1, 0, 0)`,
    );
    const find = db.prepare(
      `select l.id as layerId, i.width, i.height from items i
       join layers l on l.item_id = i.id and l.is_result = 1 where i.id = ?`,
    );
    db.transaction(() => {
      for (const itemId of itemIds) {
        const random = createRandom(boxes);
        const { layerId, width, height } = find.get(itemId) as {
          layerId: string;
          width: number;
          height: number;
        };
        for (let order = 0; order < boxes; order += 1) {
          const w = 12 + Math.floor(random() * 108);
          const h = 10 + Math.floor(random() * 80);
          const x = Math.floor(random() * (width - w));
          const y = Math.floor(random() * (height - h));
          const labelId = labels[order % labels.length]?.id ?? "";
          const geometry = JSON.stringify({ v: 1, kind: "box", x, y, w, h });
          const id = uuidv7();
          insert.run({
            layerId,
            id,
            itemId,
            projectId,
            labelId,
            x,
            y,
            w,
            h,
            geometry,
            order,
          });
        }
        db.prepare("update layers set revision = 1, annotation_count = ? where id = ?").run(
          boxes,
          layerId,
        );
        db.prepare("update items set annotation_count = ? where id = ?").run(boxes, itemId);
      }
    })();
  } finally {
    db.close();
  }
}
