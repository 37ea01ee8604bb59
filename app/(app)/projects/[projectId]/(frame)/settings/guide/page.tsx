import { GuideEditor } from "@/components/settings/guide-editor";
import { getTranslator } from "@/lib/i18n/server";
import { requireSettings } from "@/lib/server/settings-page";

export async function generateMetadata() {
  const t = await getTranslator("projects");
  return { title: t("settings.guide") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { project } = await requireSettings(params);
  const { id, mediaKind, guide } = project;
  return <GuideEditor projectId={id} mediaKind={mediaKind} initial={guide} />;
}
