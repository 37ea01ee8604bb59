import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { ITEM_STATES, type ItemState } from "@/lib/annotation/item-state";
import { type Label, nextHotkey } from "@/lib/annotation/label";
import { nextColor } from "@/lib/annotation/palette";
import { readWorkflow } from "@/lib/annotation/workflow";
import type { CreateProject, NewLabel, Project, ProjectSummary } from "@/lib/api/projects";
import type { MediaKind } from "@/lib/media/media";
import type { ProjectRole } from "../schema/projects";
import type { Store } from "../store";
import { audit } from "./audit";
import { type Sight, sightOf } from "./item-sight";
import { toLabel, toLabelColumns } from "./label-row";
import { countOwnLabels, countOwnStates } from "./own-counts";

export async function createProject(
  store: Store,
  { project, userId, now }: { project: CreateProject; userId: string; now: number },
): Promise<string> {
  const id = uuidv7();
  await store.transaction(async (tx) => {
    const { db, tables } = tx;
    await db.insert(tables.projects).values({
      id,
      name: project.name,
      mediaKind: project.mediaKind,
      guide: project.guide,
      createdBy: userId,
      createdAt: now,
      updatedAt: now,
    });
    await db
      .insert(tables.members)
      .values({ projectId: id, userId, role: "manager", createdAt: now });
    const labels = completeLabels(project.labels, []);
    if (labels.length > 0) {
      await db.insert(tables.labels).values(
        labels.map((label) => ({
          ...toLabelColumns(label),
          projectId: id,
          createdAt: now,
          updatedAt: now,
        })),
      );
    }
    await audit(tx, {
      kind: "project.create",
      projectId: id,
      subject: { id, name: project.name },
      after: { mediaKind: project.mediaKind, labels: labels.length },
      actorId: userId,
    });
  });
  return id;
}

/** New labels with everything that was not given: a free colour, a free hotkey, the next positions. */
export function completeLabels(
  wanted: readonly NewLabel[],
  existing: readonly Pick<Label, "color" | "hotkey" | "position">[],
): Label[] {
  const colors = [...existing.map(({ color }) => color)];
  const hotkeys = [...existing.map(({ hotkey }) => hotkey), ...wanted.map((w) => w.hotkey ?? null)];
  const first = existing.reduce((next, { position }) => Math.max(next, position + 1), 0);
  return wanted.map((label, index) => {
    const color = label.color ?? nextColor(colors);
    const hotkey = label.hotkey === undefined ? nextHotkey(hotkeys) : label.hotkey;
    colors.push(color);
    hotkeys.push(hotkey);
    return {
      id: uuidv7(),
      name: label.name,
      color,
      hotkey,
      geometries: label.geometries ?? [],
      position: first + index,
      ...(label.answer ? { answer: label.answer } : {}),
      ...(label.attributes ? { attributes: label.attributes } : {}),
    };
  });
}

/** The projects that the user may see, newest work first. */
export async function listProjects(
  store: Store,
  user: { id: string; role: "owner" | "member" },
): Promise<ProjectSummary[]> {
  const { db, tables } = store;
  const rows = await db
    .select({
      id: tables.projects.id,
      name: tables.projects.name,
      mediaKind: tables.projects.mediaKind,
      createdAt: tables.projects.createdAt,
      updatedAt: tables.projects.updatedAt,
      role: tables.members.role,
    })
    .from(tables.projects)
    .leftJoin(
      tables.members,
      and(eq(tables.members.projectId, tables.projects.id), eq(tables.members.userId, user.id)),
    )
    .where(isNull(tables.projects.deletedAt))
    .orderBy(desc(tables.projects.updatedAt));
  const counts = await readCounts(store);
  const projects: ProjectSummary[] = [];
  for (const row of rows) {
    const role: ProjectRole | null = user.role === "owner" ? "manager" : row.role;
    if (!role) continue;
    const sight = await narrowSight(store, { projectId: row.id, userId: user.id, role });
    const states = sight ? await countOwnStates(store, sight) : counts.get(row.id);
    projects.push({ ...row, role, isPartial: sight !== null, ...summarise(states) });
  }
  return projects;
}

/** Of those who see only what was handed to them, else null. Exact numbers of all would tell them which items are gold. */
async function narrowSight(
  store: Store,
  { projectId, userId, role }: { projectId: string; userId: string; role: ProjectRole },
): Promise<Sight | null> {
  const sight = await sightOf(store, { projectId, viewer: { userId, role } });
  return sight?.isHandedOnly ? sight : null;
}

/** Null for a project that does not exist. */
export async function readMediaKind(
  { db, tables: { projects } }: Store,
  projectId: string,
): Promise<MediaKind | null> {
  const rows = await db
    .select({ mediaKind: projects.mediaKind })
    .from(projects)
    .where(eq(projects.id, projectId));
  return rows[0]?.mediaKind ?? null;
}

/** `userId`: for whom; null: the server itself. Whoever sees only what was handed to them gets the numbers of that. */
export async function readProject(
  store: Store,
  { projectId, role, userId }: { projectId: string; role: ProjectRole; userId: string | null },
): Promise<Project | null> {
  const { db, tables } = store;
  const rows = await db.select().from(tables.projects).where(eq(tables.projects.id, projectId));
  const project = rows[0];
  if (!project) return null;
  const labels = await db
    .select()
    .from(tables.labels)
    .where(eq(tables.labels.projectId, projectId))
    .orderBy(asc(tables.labels.position));
  const shown = labels.map((row) => ({ label: toLabel(row), rest: row }));
  const sight = userId === null ? null : await narrowSight(store, { projectId, userId, role });
  const states = sight
    ? await countOwnStates(store, sight)
    : (await readCounts(store, projectId)).get(projectId);
  const uses = sight && (await countOwnLabels(store, sight));
  const { skipReasons, review, gold } = readWorkflow(project.settings);
  return {
    id: project.id,
    name: project.name,
    mediaKind: project.mediaKind,
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
    guide: project.guide,
    role,
    labels: shown
      .filter(({ rest }) => rest.deletedAt === null)
      .map(({ label, rest }) => ({
        ...label,
        annotationCount: uses ? (uses.get(label.id) ?? 0) : rest.annotationCount,
      })),
    deletedLabels: shown
      .filter(({ rest }) => rest.deletedAt !== null)
      .map(({ label, rest }) => ({ ...label, mergedInto: rest.mergedInto })),
    skipReasons,
    rejectReasons: review.rejectReasons,
    isAnswerShown: gold.isAnswerShown || gold.training !== null,
    isPartial: sight !== null,
    ...summarise(states),
  };
}

async function readCounts(
  { db, tables: { stateCounts } }: Store,
  projectId?: string,
): Promise<Map<string, Map<string, number>>> {
  const rows = await db
    .select()
    .from(stateCounts)
    .where(projectId === undefined ? undefined : eq(stateCounts.projectId, projectId));
  const counts = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const states = counts.get(row.projectId) ?? new Map<string, number>();
    counts.set(row.projectId, states.set(row.state, row.n));
  }
  return counts;
}

function summarise(states: ReadonlyMap<string, number> | undefined) {
  const counts = Object.fromEntries(
    ITEM_STATES.map((state) => [state, states?.get(state) ?? 0]),
  ) as Record<ItemState, number>;
  return { counts, itemCount: Object.values(counts).reduce((sum, n) => sum + n, 0) };
}

export async function updateProject(
  store: Store,
  change: { projectId: string; name?: string | undefined; guide?: string | undefined; now: number },
): Promise<void> {
  await store.transaction(async (tx) => {
    const { projects } = tx.tables;
    const { projectId, name, guide } = change;
    const before = await readNaming(tx, projectId);
    await tx.db
      .update(projects)
      .set({
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.guide === undefined ? {} : { guide: change.guide }),
        updatedAt: change.now,
      })
      .where(eq(projects.id, change.projectId));
    if (!before) return;
    const event = { projectId, subject: { id: projectId, name: name ?? before.name } };
    if (name !== undefined && name !== before.name) {
      await audit(tx, {
        ...event,
        kind: "project.rename",
        before: { name: before.name },
        after: { name },
      });
    }
    if (guide !== undefined && guide !== before.guide) {
      await audit(tx, {
        ...event,
        kind: "project.settings",
        before: { guide: before.guide },
        after: { guide },
      });
    }
  });
}

/** Hides the project, or brings it back; nothing is destroyed, so it can be undone. */
export async function setProjectDeleted(
  store: Store,
  { projectId, deletedAt }: { projectId: string; deletedAt: number | null },
): Promise<void> {
  await store.transaction(async (tx) => {
    const { projects } = tx.tables;
    const project = await readNaming(tx, projectId);
    if (!project || (project.deletedAt === null) === (deletedAt === null)) return;
    await tx.db.update(projects).set({ deletedAt }).where(eq(projects.id, projectId));
    await audit(tx, {
      kind: deletedAt === null ? "project.restore" : "project.delete",
      projectId,
      subject: { id: projectId, name: project.name },
    });
  });
}

async function readNaming({ db, tables: { projects } }: Store, projectId: string) {
  const { name, guide, deletedAt } = projects;
  const rows = await db
    .select({ name, guide, deletedAt })
    .from(projects)
    .where(eq(projects.id, projectId));
  return rows[0] ?? null;
}
