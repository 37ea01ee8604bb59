import type { ProjectSummary } from "@/lib/api/projects";

export const PROJECT_ORDERS = ["recent", "name", "size", "progress"] as const;
export type ProjectOrder = (typeof PROJECT_ORDERS)[number];

/** Items on which an annotator has nothing left to do. */
export function doneCount({ counts }: Pick<ProjectSummary, "counts">): number {
  return counts.submitted + counts.accepted + counts.skipped;
}

/** Share of the items that are done, 0 to 1; 0 for a project without items. */
export function doneShare(project: Pick<ProjectSummary, "counts" | "itemCount">): number {
  return project.itemCount === 0 ? 0 : doneCount(project) / project.itemCount;
}

/** The projects whose name contains `search`, any case and any accents, in the wanted order. */
export function arrangeProjects(
  projects: readonly ProjectSummary[],
  { search, order, locale }: { search: string; order: ProjectOrder; locale: string },
): ProjectSummary[] {
  const wanted = fold(search.trim());
  const found = projects.filter(({ name }) => fold(name).includes(wanted));
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const byName = (a: ProjectSummary, b: ProjectSummary) => compare(a.name, b.name);
  const orders: Record<ProjectOrder, (a: ProjectSummary, b: ProjectSummary) => number> = {
    recent: (a, b) => b.updatedAt - a.updatedAt,
    name: byName,
    size: (a, b) => b.itemCount - a.itemCount || byName(a, b),
    progress: (a, b) => doneShare(a) - doneShare(b) || byName(a, b),
  };
  return found.sort(orders[order]);
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
