import type { ProjectSummary } from "@/lib/api/projects";

/** Where a project opens: annotators come for their work, the others for the items. */
export function projectHome({ id, role }: Pick<ProjectSummary, "id" | "role">): string {
  return `/projects/${id}/${role === "annotator" ? "work" : "items"}`;
}
