import { and, desc, eq, gte, inArray, isNotNull, lt, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { AUDIT_GROUPS, type AuditEvent, type AuditKind, type AuditQuery } from "@/lib/api/people";
import { currentActor } from "../actor";
import type { Store } from "../store";

type Details = Readonly<Record<string, unknown>>;
export type Audited = {
  kind: AuditKind;
  projectId?: string | null;
  /** Who or what it was done to, and its name as it is now. */
  subject?: { id: string | null; name: string } | null;
  /** What changed, in short; the parts that are the same on both sides are left out. */
  before?: Details | null;
  after?: Details | null;
  /** Instead of the current actor's: who signs in is known only when they have. */
  actorId?: string | null;
};

/** Longer texts say no more. */
const MAX_TEXT = 200;

/**
 * Writes down who did what. Call it in the transaction of what was done: both are there, or neither. Who and from
 * where follow from `actAs`, which the route wrapper and the command line set. Not for what is written together with
 * others' work (`writeWithOthers`): there it would be in the name of whoever came first.
 */
export async function audit(tx: Store, event: Audited): Promise<void> {
  const { auditEvents } = tx.tables;
  const { userId, via, address } = currentActor();
  const actorId = event.actorId === undefined ? userId : event.actorId;
  const { before, after } = differences(event.before ?? null, event.after ?? null);
  await tx.transaction(async ({ db }) => {
    await db.insert(auditEvents).values({
      id: uuidv7(),
      at: Date.now(),
      actorId,
      actorName: actorId === null ? null : await nameOfUser(tx, actorId),
      via,
      address,
      kind: event.kind,
      projectId: event.projectId ?? null,
      subjectId: event.subject?.id ?? null,
      subjectName: event.subject ? clip(event.subject.name) : null,
      before: before && JSON.stringify(before),
      after: after && JSON.stringify(after),
    });
  });
}

/** A person as the subject of an event. */
export async function userSubject(tx: Store, userId: string) {
  return { id: userId, name: (await nameOfUser(tx, userId)) ?? userId };
}

async function nameOfUser({ db, tables: { users } }: Store, id: string): Promise<string | null> {
  const rows = await db.select({ name: users.name }).from(users).where(eq(users.id, id));
  return rows[0]?.name ?? null;
}

function differences(before: Details | null, after: Details | null) {
  if (!before || !after)
    return { before: before && clipAll(before), after: after && clipAll(after) };
  const isSame = (key: string) => JSON.stringify(before[key]) === JSON.stringify(after[key]);
  const without = (all: Details) =>
    clipAll(Object.fromEntries(Object.entries(all).filter(([key]) => !isSame(key))));
  return { before: without(before), after: without(after) };
}

function clipAll(details: Details): Details {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === "string" ? clip(value) : value,
    ]),
  );
}

function clip(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** Newest first. `limit` at most; with `after` those older than that event. */
export async function listAuditEvents(
  { db, tables: { auditEvents, projects } }: Store,
  { limit, ...query }: AuditQuery & { limit: number },
): Promise<AuditEvent[]> {
  const rows = await db
    .select({ event: auditEvents, projectName: projects.name })
    .from(auditEvents)
    .leftJoin(projects, eq(projects.id, auditEvents.projectId))
    .where(
      and(
        query.actorId === undefined ? undefined : eq(auditEvents.actorId, query.actorId),
        query.group === undefined
          ? undefined
          : inArray(auditEvents.kind, [...AUDIT_GROUPS[query.group]]),
        query.projectId === undefined ? undefined : eq(auditEvents.projectId, query.projectId),
        query.from === undefined ? undefined : gte(auditEvents.at, query.from),
        query.to === undefined ? undefined : lt(auditEvents.at, query.to),
        query.after === undefined ? undefined : lt(auditEvents.id, query.after),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(limit);
  return rows.map(({ event, projectName }) => ({
    id: event.id,
    at: event.at,
    actor: event.actorId === null ? null : { id: event.actorId, name: event.actorName ?? "" },
    via: event.via,
    address: event.address,
    kind: event.kind,
    project:
      event.projectId === null
        ? null
        : { id: event.projectId, name: projectName ?? event.projectId },
    subject: event.subjectName === null ? null : { id: event.subjectId, name: event.subjectName },
    before: detailsOf(event.before),
    after: detailsOf(event.after),
  }));
}

/** Everybody who did something that is written down, by their latest name. */
export async function listActors(
  { db, tables: { auditEvents, users } }: Store,
  projectId: string | undefined,
): Promise<{ id: string; name: string }[]> {
  const inProject: SQL | undefined =
    projectId === undefined ? undefined : eq(auditEvents.projectId, projectId);
  const acted = db
    .selectDistinct({ id: auditEvents.actorId })
    .from(auditEvents)
    .where(and(isNotNull(auditEvents.actorId), inProject));
  return db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, acted))
    .orderBy(users.name);
}

function detailsOf(json: string | null): Record<string, unknown> | null {
  return json === null ? null : (JSON.parse(json) as Record<string, unknown>);
}
