import { notFound } from "next/navigation";
import { ItemsView } from "@/components/items/items-view";
import { UploadButtons, UploadDropOverlay, UploadPanel } from "@/components/upload/upload-panel";
import { readProject } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";

export async function generateMetadata() {
  const t = await getTranslator("items");
  return { title: t("title") };
}

export default async function ItemsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { user, role } = await requireProject(projectId);
  const project = await readProject(getApp().store, { projectId, role, userId: user.id });
  if (!project) notFound();
  const target = { projectId, mediaKind: project.mediaKind };
  const canManage = roleMay(role, "item.manage");
  return (
    <>
      <ItemsView
        projectId={projectId}
        mediaKind={project.mediaKind}
        labels={project.labels.map(({ id, name, color }) => ({ id, name, color }))}
        otherColors={project.deletedLabels.map(({ id, color }) => ({ id, color }))}
        canManage={canManage}
        canReview={roleMay(role, "item.review")}
        upload={canManage ? <UploadPanel target={target} className="w-full max-w-xl" /> : null}
        addMore={canManage ? <UploadButtons target={target} /> : null}
      />
      {canManage ? <UploadDropOverlay target={target} /> : null}
    </>
  );
}
