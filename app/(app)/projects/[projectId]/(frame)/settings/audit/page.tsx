import { AuditPage } from "@/components/audit/audit-page";
import { getTranslator } from "@/lib/i18n/server";
import { requireSettings } from "@/lib/server/settings-page";

export async function generateMetadata() {
  const t = await getTranslator("audit");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { project } = await requireSettings(params);
  return <AuditPage projectId={project.id} projects={[]} />;
}
