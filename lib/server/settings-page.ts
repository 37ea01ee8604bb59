import "server-only";
import { notFound } from "next/navigation";
import { readProject } from "@/db/queries/projects";
import type { User } from "@/db/queries/users";
import type { Project } from "@/lib/api/projects";
import { getApp } from "./app";
import { requireProject } from "./page-access";
import { roleMay } from "./permissions";

/** The project of a settings page; for those who may not manage it the page is not there. */
export async function requireSettings(
  params: Promise<{ projectId: string }>,
): Promise<{ user: User; project: Project }> {
  const { projectId } = await params;
  const { user, role } = await requireProject(projectId);
  if (!roleMay(role, "project.manage")) notFound();
  const project = await readProject(getApp().store, { projectId, role, userId: user.id });
  if (project === null) notFound();
  return { user, project };
}
