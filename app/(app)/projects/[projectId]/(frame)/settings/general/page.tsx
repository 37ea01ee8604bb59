import { GeneralSettings } from "@/components/settings/general-settings";
import { getTranslator } from "@/lib/i18n/server";
import { requireSettings } from "@/lib/server/settings-page";

export async function generateMetadata() {
  const t = await getTranslator("projects");
  return { title: t("settings.general") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { project } = await requireSettings(params);
  return <GeneralSettings project={project} />;
}
