import { notFound } from "next/navigation";
import { PeoplePage } from "@/components/members/people-page";
import { getTranslator } from "@/lib/i18n/server";
import { requireUser } from "@/lib/server/page-access";

export async function generateMetadata() {
  const t = await getTranslator("members");
  return { title: t("people.title") };
}

export default async function People() {
  const user = await requireUser();
  if (user.role !== "owner") notFound();
  return <PeoplePage userId={user.id} />;
}
