import type { ReactNode } from "react";
import { SettingsNav } from "@/components/settings/settings-nav";

export default async function SettingsLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const { projectId } = await params;
  return (
    <div className="mx-auto flex max-w-6xl gap-8 px-6 pt-6 pb-16">
      <SettingsNav projectId={projectId} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
