import { notFound } from "next/navigation";
import { AuditPage } from "@/components/audit/audit-page";
import { listProjects } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { requireUser } from "@/lib/server/page-access";

export async function generateMetadata() {
  const t = await getTranslator("audit");
  return { title: t("title") };
}

export default async function Audit() {
  const user = await requireUser();
  if (user.role !== "owner") notFound();
  const projects = await listProjects(getApp().store, user);
  return (
    <div className="mx-auto max-w-6xl px-6 pt-6 pb-16">
      <AuditPage projectId={null} projects={projects.map(({ id, name }) => ({ id, name }))} />
    </div>
  );
}
