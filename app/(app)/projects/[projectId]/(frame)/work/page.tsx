import { WorkPage } from "@/components/work/work-page";
import { getTranslator } from "@/lib/i18n/server";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";

export async function generateMetadata() {
  const t = await getTranslator("work");
  return { title: t("page.title") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { user, role } = await requireProject(projectId);
  return (
    <WorkPage
      projectId={projectId}
      userId={user.id}
      canAnnotate={roleMay(role, "item.annotate")}
      canReview={roleMay(role, "item.review")}
      canManage={roleMay(role, "work.manage")}
    />
  );
}
