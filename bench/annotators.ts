import { createHmac, randomBytes } from "node:crypto";
import BetterSqlite3 from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";

const SESSION_MS = 86_400_000;

export type Annotator = { userId: string; cookie: string; itemId: string; layerId: string };

/**
 * People with a session of their own, each with one item of the project. Written straight into the
 * database: signing fifty people in is what the server's request limit is there to prevent.
 */
export function seedAnnotators(options: {
  databaseFile: string;
  projectId: string;
  count: number;
  /** The server's TRAZO_SECRET, which signs the cookies. */
  secret: string;
}): Annotator[] {
  const { projectId, count, secret } = options;
  const db = new BetterSqlite3(options.databaseFile);
  try {
    db.pragma("busy_timeout = 10000");
    const now = Date.now();
    const user = db.prepare(
      `insert into users (id, name, email, email_verified, role, created_at, updated_at)
       values (?, ?, ?, 1, 'member', ?, ?)`,
    );
    const session = db.prepare(
      `insert into sessions (id, user_id, token, expires_at, created_at, updated_at)
       values (?, ?, ?, ?, ?, ?)`,
    );
    const member = db.prepare(
      "insert into members (project_id, user_id, role, created_at) values (?, ?, 'annotator', ?)",
    );
    const layers = db
      .prepare(
        `select l.item_id as itemId, l.id as layerId from layers l join items i on i.id = l.item_id
         where l.project_id = ? order by i.position limit ?`,
      )
      .all(projectId, count) as { itemId: string; layerId: string }[];
    return db.transaction(() =>
      layers.map((layer, n) => {
        const userId = uuidv7();
        const token = randomBytes(24).toString("base64url");
        user.run(userId, `Annotator ${n}`, `annotator-${n}@example.test`, now, now);
        session.run(uuidv7(), userId, token, now + SESSION_MS, now, now);
        member.run(projectId, userId, now);
        const signature = createHmac("sha256", secret).update(token).digest("base64");
        const value = encodeURIComponent(`${token}.${signature}`);
        return { ...layer, userId, cookie: `trazo.session_token=${value}` };
      }),
    )();
  } finally {
    db.close();
  }
}
