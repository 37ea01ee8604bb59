import { notFound } from "next/navigation";
import { ExportPanel } from "@/components/data/export-panel";
import { ImportPanel } from "@/components/data/import-panel";
import { JobList } from "@/components/data/job-list";
import { readProject } from "@/db/queries/projects";
import type { Format } from "@/lib/formats/format";
import { FORMATS } from "@/lib/formats/formats";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";

export async function generateMetadata() {
  const t = await getTranslator("data");
  return { title: t("title") };
}

export default async function DataPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { user, role } = await requireProject(projectId);
  if (!roleMay(role, "data.export")) notFound();
  const project = await readProject(getApp().store, { projectId, role, userId: user.id });
  if (!project) notFound();
  const t = await getTranslator("data");
  const { mediaKind } = project;
  const ofKind = FORMATS.filter(({ media }) => media.includes(mediaKind));
  const view = ({ id, name, carries }: Format) => ({ id, name, carries });
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-6 px-6 py-8">
      <h1 className="font-semibold text-xl tracking-tight">{t("title")}</h1>
      <ExportPanel
        projectId={projectId}
        mediaKind={mediaKind}
        formats={ofKind.filter(({ write }) => write !== undefined).map(view)}
        labels={project.labels.map(({ id, name, color, annotationCount }) => ({
          ...{ id, name, color, annotationCount },
        }))}
        counts={project.counts}
      />
      {roleMay(role, "data.import") ? (
        <ImportPanel
          projectId={projectId}
          mediaKind={mediaKind}
          formats={ofKind.filter(({ read }) => read !== undefined).map(view)}
        />
      ) : null}
      <JobList projectId={projectId} mayTakeBack={roleMay(role, "work.manage")} />
    </div>
  );
}
