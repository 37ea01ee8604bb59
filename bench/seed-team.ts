import BetterSqlite3 from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";
import { ITEM_STATES } from "@/lib/annotation/item-state";
import { createRandom } from "./seed";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const WORK_DAYS = 60;
const REASONS = ["Box too loose", "Missed object", "Wrong label", "Not cut at the edge"];

/**
 * Gives a seeded project a history: people who worked on it on the last `WORK_DAYS` weekdays, states that came day by day,
 * reviews, agreement, comments that wait, and what happened last. Sums over the days are the counters of the project.
 */
export function seedTeam(options: {
  databaseFile: string;
  projectId: string;
  people: number;
  now: number;
}): { userIds: string[] } {
  const db = new BetterSqlite3(options.databaseFile);
  db.pragma("busy_timeout = 10000");
  db.pragma("synchronous = OFF");
  try {
    return db.transaction(() => fill(db, options))();
  } finally {
    db.close();
  }
}

function fill(
  db: BetterSqlite3.Database,
  { projectId, people, now }: { projectId: string; people: number; now: number },
) {
  const random = createRandom(7);
  const today = Math.floor(now / DAY_MS);
  const days = weekdaysBefore(today);
  const userIds = addPeople(db, { projectId, people, now });
  spreadStates(db, { projectId, days, random });
  const addDay = db.prepare(
    `insert into work_days (project_id, user_id, day, submitted, skipped, created, changed, accepted,
       accepted_first, rejected, reviewed, gold_items, gold_score, active_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [n, userId] of userIds.entries()) {
    const pace = 8 + (n % 9);
    for (const day of days) {
      if (random() < 0.15) continue;
      const submitted = Math.round(pace * (0.6 + random()));
      const accepted = Math.round(submitted * 0.7);
      const first = Math.round(accepted * (0.75 + 0.2 * random()));
      const gold = random() < 0.5 ? 1 : 0;
      addDay.run(
        ...[projectId, userId, day, submitted, random() < 0.3 ? 1 : 0, submitted * 10, submitted],
        ...[accepted, first, Math.round(submitted * 0.1), n % 10 === 0 ? 20 : 0],
        ...[gold, gold * (0.7 + 0.3 * random()), Math.round((1 + 2 * random()) * HOUR_MS)],
      );
    }
  }
  markItems(db, { projectId, userIds, now, random });
  return { userIds };
}

function weekdaysBefore(today: number): number[] {
  const days: number[] = [];
  for (let day = today; days.length < WORK_DAYS; day -= 1) {
    // 1 January 1970 was a Thursday.
    if ((day + 3) % 7 < 5) days.unshift(day);
  }
  return days;
}

function addPeople(
  db: BetterSqlite3.Database,
  { projectId, people, now }: { projectId: string; people: number; now: number },
): string[] {
  const names = [
    "Ana",
    "Ben",
    "Chiara",
    "Deniz",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
  ];
  const surnames = ["Ortiz", "Keller", "Rossi", "Yılmaz", "Okafor"];
  const addUser = db.prepare(
    "insert into users (id, name, email, role, created_at, updated_at) values (?, ?, ?, 'member', ?, ?)",
  );
  const addMember = db.prepare(
    "insert into members (project_id, user_id, role, created_at) values (?, ?, ?, ?)",
  );
  return Array.from({ length: people }, (_, n) => {
    const id = uuidv7();
    const name = `${names[n % names.length]} ${surnames[Math.floor(n / names.length) % surnames.length]}`;
    addUser.run(id, name, `person-${n}@example.test`, now, now);
    addMember.run(projectId, id, n % 10 === 0 ? "reviewer" : "annotator", now);
    return id;
  });
}

/** All items came as new before the first day; each day some went on to the states that they are in now. */
function spreadStates(
  db: BetterSqlite3.Database,
  { projectId, days, random }: { projectId: string; days: number[]; random: () => number },
): void {
  const counts = new Map(
    (
      db.prepare("select state, n from state_counts where project_id = ?").all(projectId) as {
        state: string;
        n: number;
      }[]
    ).map(({ state, n }) => [state, n]),
  );
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const deltas = new Map<string, number>();
  const add = (day: number, state: string, delta: number) =>
    deltas.set(`${day} ${state}`, (deltas.get(`${day} ${state}`) ?? 0) + delta);
  add((days[0] ?? 0) - 1, "new", total);
  for (const state of ITEM_STATES) {
    if (state === "new") continue;
    let left = counts.get(state) ?? 0;
    for (const [n, day] of days.entries()) {
      const share = (0.5 + random()) / (days.length - n);
      const moved = n === days.length - 1 ? left : Math.min(left, Math.round(left * share));
      left -= moved;
      add(day, state, moved);
      add(day, "new", -moved);
    }
  }
  db.prepare("delete from state_days where project_id = ?").run(projectId);
  const insert = db.prepare(
    "insert into state_days (project_id, day, state, delta) values (?, ?, ?, ?)",
  );
  for (const [key, delta] of deltas) {
    const [day, state] = key.split(" ");
    insert.run(projectId, Number(day), state, delta);
  }
}

type Marked = { id: string; state: string; layer_id: string };

function markItems(
  db: BetterSqlite3.Database,
  {
    projectId,
    userIds,
    now,
    random,
  }: { projectId: string; userIds: readonly string[]; now: number; random: () => number },
): void {
  const items = db
    .prepare(
      `select items.id, state, layers.id as layer_id from items join layers on
         layers.item_id = items.id and is_result = 1 where items.project_id = ?`,
    )
    .all(projectId) as Marked[];
  const mark = db.prepare(
    `update items set needs = ?, agreement = ?, open_threads = ?, submitted_at = ?, open_slots = ?,
       updated_at = ? where id = ?`,
  );
  const addReview = db.prepare(
    `insert into reviews (id, project_id, item_id, reviewer_id, decision, reasons, layer_id, rev, created_at)
     values (?, ?, ?, ?, ?, ?, ?, 1, ?)`,
  );
  const addOperation = db.prepare(
    `insert into operations (layer_id, op_id, rev, item_id, author_id, client_id, cause, state, patch, at, created_at)
     values (?, ?, 1, ?, ?, 'bench', 'edit', ?, '{"v":1,"changes":[]}', ?, ?)`,
  );
  for (const { id, state, layer_id } of items) {
    const isFinished = state === "submitted" || state === "accepted";
    const at = Math.round(now - random() * 80 * DAY_MS);
    const person = userIds[Math.floor(random() * userIds.length)] ?? null;
    mark.run(
      state === "submitted" && random() < 0.4 ? "review" : null,
      isFinished && random() < 0.2 ? 0.75 + 0.25 * random() : null,
      random() < 0.001 ? 1 : 0,
      isFinished ? at : null,
      state === "new" || state === "in_progress" ? 1 : 0,
      ...[at, id],
    );
    if (state !== "new") addOperation.run(layer_id, uuidv7(), id, person, state, at, at);
    if (state === "accepted" || state === "rejected") {
      const isRejected = state === "rejected";
      const reason = REASONS[Math.floor(random() ** 2 * REASONS.length)];
      addReview.run(
        ...[uuidv7(), projectId, id, userIds[0], isRejected ? "reject" : "accept"],
        ...[JSON.stringify(isRejected ? [reason] : []), layer_id, at],
      );
    }
  }
}
