import { InstanceModels } from "@/components/models/instance-models";
import { listProjects } from "@/db/queries/projects";
import { getTranslator } from "@/lib/i18n/server";
import { getApp } from "@/lib/server/app";
import { instanceModels } from "@/lib/server/models/model-library";
import { requireUser } from "@/lib/server/page-access";

export async function generateMetadata() {
  const t = await getTranslator("models");
  return { title: t("title") };
}

export default async function Page() {
  const user = await requireUser();
  const { store } = getApp();
  const [{ models }, projects] = await Promise.all([
    instanceModels(store),
    listProjects(store, user),
  ]);
  return (
    <InstanceModels
      initial={models}
      projects={projects.map(({ id, name, mediaKind, itemCount }) => ({
        ...{ id, name, mediaKind, itemCount },
      }))}
      canManage={user.role === "owner"}
    />
  );
}
