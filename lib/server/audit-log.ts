import "server-only";
import { audit, listActors, listAuditEvents } from "@/db/queries/audit";
import type { Store } from "@/db/store";
import type { AuditEvent, AuditPage, AuditQuery } from "@/lib/api/people";

const PAGE = 50;
const CSV_PAGE = 1_000;

/** Newest first; without `projectId` of the whole instance. */
export async function readAudit(store: Store, query: AuditQuery): Promise<AuditPage> {
  const events = await listAuditEvents(store, { ...query, limit: PAGE + 1 });
  const shown = events.slice(0, PAGE);
  const next = events.length > PAGE ? (shown.at(-1)?.id ?? null) : null;
  const people = query.after === undefined ? await listActors(store, query.projectId) : [];
  return { events: shown, next, people };
}

/** All that the filter leaves, a page at a time, so that the length of the log costs no memory. */
export async function downloadAudit(store: Store, query: AuditQuery): Promise<Response> {
  const { projectId = null, actorId, group } = query;
  await store.transaction((tx) =>
    audit(tx, { kind: "audit.download", projectId, after: { actorId, group } }),
  );
  const encoder = new TextEncoder();
  let after = query.after;
  let isFirst = true;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (isFirst) controller.enqueue(encoder.encode(csvLine(COLUMNS)));
      isFirst = false;
      const events = await listAuditEvents(store, { ...query, after, limit: CSV_PAGE });
      const text = events.map((event) => csvLine(rowOf(event))).join("");
      if (text !== "") controller.enqueue(encoder.encode(text));
      after = events.at(-1)?.id;
      if (events.length < CSV_PAGE) controller.close();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="trazo-audit.csv"',
      "cache-control": "no-store",
    },
  });
}

const COLUMNS = [
  "id",
  "time",
  "actor_id",
  "actor",
  "via",
  "address",
  "kind",
  "project_id",
  "project",
  "subject_id",
  "subject",
  "before",
  "after",
];

function rowOf(event: AuditEvent): string[] {
  const { actor, project, subject, before, after } = event;
  return [
    event.id,
    new Date(event.at).toISOString(),
    actor?.id ?? "",
    actor?.name ?? "",
    event.via,
    event.address ?? "",
    event.kind,
    project?.id ?? "",
    project?.name ?? "",
    subject?.id ?? "",
    subject?.name ?? "",
    before === null ? "" : JSON.stringify(before),
    after === null ? "" : JSON.stringify(after),
  ];
}

/** RFC 4180. Names are typed by people: a cell that a spreadsheet would run as a formula gets an apostrophe. */
export function csvLine(cells: readonly string[]): string {
  const line = cells.map((cell) => {
    const safe = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  });
  return `${line.join(",")}\r\n`;
}
