import { notFound, redirect } from "next/navigation";
import { OverviewPage } from "@/components/overview/overview-page";
import { readProject } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";
import { projectStatistics } from "@/lib/server/statistics/project-statistics";

export async function generateMetadata() {
  const t = await getTranslator("statistics");
  return { title: t("overview") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { user, role } = await requireProject(projectId);
  // Annotators have numbers of their own.
  if (!roleMay(role, "statistics.read")) redirect(`/projects/${projectId}/people/${user.id}`);
  const project = await readProject(getApp().store, { projectId, role, userId: user.id });
  if (!project) notFound();
  return (
    <OverviewPage
      projectId={projectId}
      labels={project.labels}
      initial={await projectStatistics(getApp(), { projectId, now: Date.now() })}
      can={{ import: roleMay(role, "data.import") }}
    />
  );
}
