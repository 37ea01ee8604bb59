import { ProjectsPage } from "@/components/projects/projects-page";
import { listProjects } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireUser } from "@/lib/server/page-access";

export async function generateMetadata() {
  const t = await getTranslator("projects");
  return { title: t("title") };
}

export default async function Projects() {
  const user = await requireUser();
  const projects = await listProjects(getApp().store, user);
  return <ProjectsPage initial={projects} />;
}
