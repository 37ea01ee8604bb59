import type { ReactNode } from "react";
import { ProjectCommands } from "@/components/projects/project-commands";
import { projectHome } from "@/components/projects/project-home";
import { accountLinks } from "@/components/shell/account-links";
import { AppFrame } from "@/components/shell/app-frame";
import { TopBar } from "@/components/shell/top-bar";
import { listProjects } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";

/** More than these are found on the projects page. */
const MAX_MENU_PROJECTS = 12;

/** The frame of a project's views: all but the editor, which has the window to itself. */
export default async function ProjectFrame({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const { projectId } = await params;
  const { user, role } = await requireProject(projectId);
  const [projects, t, tProjects] = await Promise.all([
    listProjects(getApp().store, user),
    getTranslator("shell"),
    getTranslator("projects"),
  ]);
  const base = `/projects/${projectId}`;
  const seesNumbers = roleMay(role, "statistics.read");
  const tabs = [
    ...(seesNumbers ? [{ href: `${base}/overview`, label: tProjects("tabs.overview") }] : []),
    ...(roleMay(role, "item.annotate")
      ? [{ href: `${base}/work`, label: tProjects("tabs.work") }]
      : []),
    { href: `${base}/items`, label: tProjects("tabs.items") },
    ...(roleMay(role, "item.review")
      ? [{ href: `${base}/review`, label: tProjects("tabs.review") }]
      : []),
    { href: `${base}/models`, label: tProjects("tabs.models") },
    ...(roleMay(role, "data.export")
      ? [{ href: `${base}/data`, label: tProjects("tabs.data") }]
      : []),
    ...(roleMay(role, "project.manage")
      ? [{ href: `${base}/settings`, label: tProjects("tabs.settings") }]
      : []),
  ];
  const links = projects.map((project) => ({ name: project.name, href: projectHome(project) }));
  const name = projects.find(({ id }) => id === projectId)?.name ?? "";
  return (
    <AppFrame
      bar={
        <TopBar
          user={user}
          links={[
            { href: `${base}/people/${user.id}`, label: t("myNumbers") },
            ...accountLinks(user, t),
          ]}
          project={{ name, href: projectHome({ id: projectId, role }) }}
          projects={links.slice(0, MAX_MENU_PROJECTS)}
          tabs={tabs}
        />
      }
    >
      <ProjectCommands
        projectId={projectId}
        canManage={roleMay(role, "project.manage")}
        canExport={roleMay(role, "data.export")}
        canReview={roleMay(role, "item.review")}
        seesNumbers={seesNumbers}
        userId={user.id}
      />
      {children}
    </AppFrame>
  );
}
