import { AccountPage } from "@/components/account/account-page";
import { listProjects } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireUser } from "@/lib/server/page-access";

export async function generateMetadata() {
  const t = await getTranslator("account");
  return { title: t("title") };
}

export default async function Account() {
  const user = await requireUser();
  const projects = await listProjects(getApp().store, user);
  return (
    <AccountPage
      name={user.name}
      email={user.email}
      isOwner={user.role === "owner"}
      projects={projects.map(({ id, name }) => ({ id, name }))}
    />
  );
}
