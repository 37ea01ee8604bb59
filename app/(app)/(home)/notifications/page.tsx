import { NotificationsPage } from "@/components/notifications/notifications-page";
import { getTranslator } from "@/lib/i18n/server";
import { requireUser } from "@/lib/server/page-access";

export async function generateMetadata() {
  const t = await getTranslator("talk");
  return { title: t("notifications") };
}

export default async function Notifications() {
  await requireUser();
  return <NotificationsPage />;
}
