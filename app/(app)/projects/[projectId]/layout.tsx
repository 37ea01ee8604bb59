import type { ReactNode } from "react";
import { requireProject } from "@/lib/server/page-access";

/** Pages check again themselves: a layout is not rendered anew when only the page changes. */
export default async function ProjectLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  await requireProject((await params).projectId);
  return children;
}
