import { notFound } from "next/navigation";
import { ModelsPage } from "@/components/models/models-page";
import { readMediaKind } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { projectModels } from "@/lib/server/models/model-library";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";

export async function generateMetadata() {
  const t = await getTranslator("models");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { role } = await requireProject(projectId);
  const { store } = getApp();
  const mediaKind = await readMediaKind(store, projectId);
  if (!mediaKind) notFound();
  return (
    <ModelsPage
      {...{ projectId, mediaKind }}
      initial={await projectModels(store, projectId)}
      canManage={roleMay(role, "project.manage")}
    />
  );
}
