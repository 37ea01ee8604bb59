import "server-only";
import { listProjects } from "@/db/queries/projects";
import { readAnnotators, readMoves, readOwnMoves } from "@/db/queries/statistics/all-numbers";
import { dayOf } from "@/db/queries/work-days";
import type { Store } from "@/db/store";
import { type AllStatistics, SPARK_DAYS, STUCK_DAYS } from "@/lib/api/statistics";
import { roleMay } from "../permissions";

/** All projects that the person may see: what moves, what is stuck, and who has nothing to do. */
export async function allStatistics(
  store: Store,
  { user, now }: { user: { id: string; role: "owner" | "member" }; now: number },
): Promise<AllStatistics> {
  const today = dayOf(now);
  const projects = await listProjects(store, user);
  const openIds = projects.flatMap(({ id, role }) =>
    roleMay(role, "statistics.read") ? [id] : [],
  );
  const isOpen = new Set(openIds);
  const fromDay = today - SPARK_DAYS + 1;
  const moves = await readMoves(store, { projectIds: projects.map(({ id }) => id), fromDay });
  const annotators = await readAnnotators(store, openIds);
  for (const { id, isPartial } of projects) {
    if (isPartial)
      moves.set(id, await readOwnMoves(store, { projectId: id, userId: user.id, fromDay }));
  }
  return {
    today,
    projects: projects.map(({ id, name, mediaKind, counts, itemCount, createdAt }) => {
      const move = moves.get(id);
      const left = counts.new + counts.in_progress + counts.rejected;
      const movedOn = move?.movedOn ?? null;
      const still = today - (movedOn ?? dayOf(createdAt));
      const idle = annotators.filter(
        (person) => person.projectId === id && !person.hasWork && !move?.hasFreeItems,
      );
      return {
        ...{ id, name, mediaKind, counts, total: itemCount, movedOn },
        isOpen: isOpen.has(id),
        finished: Array.from(
          { length: SPARK_DAYS },
          (_, n) => move?.finished.get(fromDay + n) ?? 0,
        ),
        stuckDays: left > 0 && still >= STUCK_DAYS ? still : null,
        needsReview: move?.needsReview ?? 0,
        openThreads: move?.openThreads ?? 0,
        threadItems: move?.threadItems ?? 0,
        idle: idle.map(({ userId, name: person }) => ({ userId, name: person })),
      };
    }),
  };
}
