import { notFound } from "next/navigation";
import { AgreementPage } from "@/components/agreement/agreement-page";
import { readProject } from "@/db/queries/projects";
import { readProjectWorkflow } from "@/db/queries/work/workflow";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";

export async function generateMetadata() {
  const t = await getTranslator("agreement");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { user, role } = await requireProject(projectId);
  if (!roleMay(role, "statistics.read")) notFound();
  const project = await readProject(getApp().store, { projectId, role, userId: user.id });
  if (!project) notFound();
  const workflow = roleMay(role, "work.manage")
    ? await readProjectWorkflow(getApp().store, projectId)
    : null;
  return (
    <AgreementPage
      projectId={projectId}
      labels={project.labels}
      rule={workflow?.consolidation ?? null}
    />
  );
}
