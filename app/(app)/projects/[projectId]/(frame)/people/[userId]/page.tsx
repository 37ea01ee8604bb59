import { notFound } from "next/navigation";
import { PersonPage } from "@/components/overview/person-page";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireProject } from "@/lib/server/page-access";
import { roleMay } from "@/lib/server/permissions";
import { peopleStatistics } from "@/lib/server/statistics/people-statistics";

const DAYS = 28;

export async function generateMetadata() {
  const t = await getTranslator("statistics");
  return { title: t("person.title") };
}

export default async function Page({
  params,
}: {
  params: Promise<{ projectId: string; userId: string }>;
}) {
  const { projectId, userId } = await params;
  const { user, role } = await requireProject(projectId);
  const seesAll = roleMay(role, "statistics.read");
  if (!seesAll && userId !== user.id) notFound();
  const wanted = { projectId, onlyUser: seesAll ? null : user.id, user: userId, now: Date.now() };
  const { store } = getApp();
  const initial = await peopleStatistics(store, { ...wanted, days: DAYS });
  // Who has left the project shows in what they did, however long ago.
  const known =
    initial.people[0] ?? (await peopleStatistics(store, { ...wanted, days: 0 })).people[0];
  if (!known && userId !== user.id) notFound();
  return (
    <PersonPage
      {...{ projectId, userId, initial }}
      name={known?.name ?? user.name}
      isOwn={userId === user.id}
      hasOverview={seesAll}
    />
  );
}
