import { notFound } from "next/navigation";
import { ModelPage } from "@/components/models/model-page";
import { readProject } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { projectModels } from "@/lib/server/models/model-library";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";

type Props = {
  params: Promise<{ projectId: string; versionId: string }>;
};

export async function generateMetadata({ params }: Props) {
  const { projectId, versionId } = await params;
  await requireProject(projectId);
  const { models } = await projectModels(getApp().store, projectId);
  const t = await getTranslator("models");
  const model = models.find(({ version }) => version.id === decodeURIComponent(versionId));
  return { title: model?.version.name ?? t("title") };
}

export default async function Page({ params }: Props) {
  const { projectId, versionId } = await params;
  const { user, role } = await requireProject(projectId);
  const { store } = getApp();
  const project = await readProject(store, { projectId, role, userId: user.id });
  if (!project) notFound();
  return (
    <ModelPage
      projectId={projectId}
      versionId={decodeURIComponent(versionId)}
      initial={await projectModels(store, projectId)}
      labels={project.labels}
      counts={{ all: project.itemCount, new: project.counts.new }}
      can={{
        manage: roleMay(role, "project.manage"),
        annotate: roleMay(role, "item.annotate"),
        measure: !project.isPartial,
      }}
    />
  );
}
