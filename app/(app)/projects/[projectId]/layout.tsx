import type { ReactNode } from "react";
import { ItemTracker } from "@/components/items/item-tracker";
import { requireProject } from "@/lib/server/page-access";

/** Pages check again themselves: a layout is not rendered anew when only the page changes. */
export default async function ProjectLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const { projectId } = await params;
  await requireProject(projectId);
  return (
    <>
      <ItemTracker projectId={projectId} />
      {children}
    </>
  );
}
