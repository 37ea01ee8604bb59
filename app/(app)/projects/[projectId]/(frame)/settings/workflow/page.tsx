import { WorkflowSettings } from "@/components/work/workflow-settings";
import { readProjectWorkflow } from "@/db/queries/work/workflow";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireSettings } from "@/lib/server/settings-page";

export async function generateMetadata() {
  const t = await getTranslator("work");
  return { title: t("settings.title") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { project } = await requireSettings(params);
  const workflow = await readProjectWorkflow(getApp().store, project.id);
  return <WorkflowSettings projectId={project.id} workflow={workflow} />;
}
