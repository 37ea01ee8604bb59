import { notFound } from "next/navigation";
import { ReviewPage } from "@/components/review/review-page";
import { listMembers } from "@/db/queries/members";
import { readProject } from "@/db/queries/projects";
import { readReviewSettings } from "@/db/queries/review-queue";
import { reviewQueueQuerySchema } from "@/lib/api/review";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";

export async function generateMetadata() {
  const t = await getTranslator("review");
  return { title: t("title") };
}

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { projectId } = await params;
  const { user, role } = await requireProject(projectId);
  if (!roleMay(role, "item.review")) notFound();
  const { item, ...query } = await searchParams;
  const filter = reviewQueueQuerySchema.safeParse(query).data;
  const { store } = getApp();
  const [project, settings, members] = await Promise.all([
    readProject(store, { projectId, role, userId: user.id }),
    readReviewSettings(store, projectId),
    listMembers(store, projectId),
  ]);
  if (!project) notFound();
  return (
    <ReviewPage
      project={project}
      userId={user.id}
      reasons={settings.rejectReasons}
      people={members
        .filter((member) => roleMay(member.role, "item.annotate"))
        .map(({ userId, name }) => ({ id: userId, name }))}
      itemId={typeof item === "string" ? item : null}
      filter={{
        needs: filter?.needs ?? null,
        user: filter?.user ?? null,
        label: filter?.label ?? null,
        order: filter?.order ?? null,
      }}
    />
  );
}
