import { ProjectsPage } from "@/components/projects/projects-page";
import { readCovers } from "@/db/queries/project-covers";
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
  const { store } = getApp();
  const projects = await listProjects(store, user);
  const withItems = projects.filter(({ itemCount }) => itemCount > 0).map(({ id }) => id);
  return (
    <ProjectsPage
      projects={projects}
      covers={await readCovers(store, withItems)}
      nowMs={Date.now()}
    />
  );
}
