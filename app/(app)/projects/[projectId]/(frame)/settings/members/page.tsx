import { MembersPage } from "@/components/members/members-page";
import { listUsers } from "@/db/queries/users";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireSettings } from "@/lib/server/settings-page";

export async function generateMetadata() {
  const t = await getTranslator("projects");
  return { title: t("settings.members") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { user, project } = await requireSettings(params);
  // Who is on this Trazo is the owner's to know; others invite by link.
  const all = user.role === "owner" ? await listUsers(getApp().store) : [];
  const people = all.filter(({ deactivatedAt }) => deactivatedAt === null);
  return (
    <MembersPage
      projectId={project.id}
      userId={user.id}
      people={people.map(({ id, name, email }) => ({ id, name, email }))}
    />
  );
}
