"use client";

import { useRouter } from "next/navigation";
import { useCommands } from "@/components/shell/command-registry";
import type { Command } from "@/lib/commands/command";

interface ProjectCommandContext {
  canManage: boolean;
  canExport: boolean;
  goTo(view: string): void;
}

const VIEWS: readonly {
  id: string;
  view: string;
  shortcuts: string[];
  needs?: "manage" | "export";
}[] = [
  { id: "items", view: "items", shortcuts: ["alt+1"] },
  { id: "models", view: "models", shortcuts: ["alt+2"] },
  { id: "data", view: "data", shortcuts: ["alt+3"], needs: "export" },
  { id: "settings", view: "settings/labels", shortcuts: ["alt+4"], needs: "manage" },
  { id: "guide", view: "settings/guide", shortcuts: [], needs: "manage" },
  { id: "members", view: "settings/members", shortcuts: [], needs: "manage" },
];

const COMMANDS: readonly Command<ProjectCommandContext>[] = VIEWS.map(
  ({ id, view, shortcuts, needs }) => ({
    id: `go.${id}`,
    group: "navigate",
    title: `go.${id}`,
    shortcuts,
    isEnabled: (project) =>
      needs === undefined || (needs === "manage" ? project.canManage : project.canExport),
    run: (project) => project.goTo(view),
  }),
);

/** The views of a project as commands. */
export function ProjectCommands({
  projectId,
  canManage,
  canExport,
}: {
  projectId: string;
  canManage: boolean;
  canExport: boolean;
}) {
  const router = useRouter();
  useCommands(COMMANDS, {
    canManage,
    canExport,
    goTo: (view) => router.push(`/projects/${projectId}/${view}`),
  });
  return null;
}
