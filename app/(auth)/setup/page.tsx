import { redirect } from "next/navigation";
import { AccountForm } from "@/components/auth/account-form";
import { AuthCard } from "@/components/auth/auth-card";
import { countUsers } from "@/db/queries/users";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";

export async function generateMetadata() {
  const t = await getTranslator("auth");
  return { title: t("setup.title") };
}

export default async function SetupPage() {
  // The translator reads cookies and headers, so this page is rendered at each request.
  const t = await getTranslator("auth");
  if ((await countUsers(getApp().store)) > 0) redirect("/sign-in");
  return (
    <AuthCard title={t("setup.title")} description={t("setup.description")}>
      <AccountForm endpoint="/api/v1/setup" kind="setup" />
    </AuthCard>
  );
}
