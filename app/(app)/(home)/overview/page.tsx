import { AllProjects } from "@/components/overview/all-projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireUser } from "@/lib/server/page-access";
import { allStatistics } from "@/lib/server/statistics/all-statistics";

export async function generateMetadata() {
  const t = await getTranslator("statistics");
  return { title: t("all.title") };
}

export default async function Page() {
  const user = await requireUser();
  return <AllProjects initial={await allStatistics(getApp().store, { user, now: Date.now() })} />;
}
