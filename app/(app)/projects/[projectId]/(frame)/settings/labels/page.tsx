import { LabelsEditor } from "@/components/labels/labels-editor";
import { getTranslator } from "@/lib/i18n/server";
import { requireSettings } from "@/lib/server/settings-page";

export async function generateMetadata() {
  const t = await getTranslator("projects");
  return { title: t("settings.labels") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { project } = await requireSettings(params);
  return (
    <LabelsEditor
      projectId={project.id}
      projectName={project.name}
      mediaKind={project.mediaKind}
      initial={project.labels}
    />
  );
}
