import { redirect } from "next/navigation";
import { projectHome } from "@/components/projects/project-home";
import { requireProject } from "@/lib/server/page-access";

export default async function ProjectPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { role } = await requireProject(projectId);
  redirect(projectHome({ id: projectId, role }));
}
