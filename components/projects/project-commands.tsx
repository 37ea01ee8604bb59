"use client";

import { useRouter } from "next/navigation";
import { useCommands } from "@/components/shell/command-registry";
import type { Command } from "@/lib/commands/command";

interface ProjectCommandContext {
  canManage: boolean;
  canExport: boolean;
  canReview: boolean;
  seesNumbers: boolean;
  goTo(view: string): void;
  goToOwnNumbers(): void;
}

const VIEWS: readonly {
  id: string;
  view: string;
  shortcuts: string[];
  needs?: "manage" | "export" | "numbers" | "review";
}[] = [
  { id: "overview", view: "overview", shortcuts: [], needs: "numbers" },
  { id: "items", view: "items", shortcuts: ["alt+1"] },
  { id: "review", view: "review", shortcuts: ["alt+6"], needs: "review" },
  { id: "models", view: "models", shortcuts: ["alt+2"] },
  { id: "data", view: "data", shortcuts: ["alt+3"], needs: "export" },
  { id: "settings", view: "settings/labels", shortcuts: ["alt+4"], needs: "manage" },
  { id: "guide", view: "settings/guide", shortcuts: [], needs: "manage" },
  { id: "work", view: "work", shortcuts: ["alt+5"] },
  { id: "workflow", view: "settings/workflow", shortcuts: [], needs: "manage" },
  { id: "members", view: "settings/members", shortcuts: [], needs: "manage" },
];

const MAY = {
  manage: (project: ProjectCommandContext) => project.canManage,
  export: (project: ProjectCommandContext) => project.canExport,
  numbers: (project: ProjectCommandContext) => project.seesNumbers,
  review: (project: ProjectCommandContext) => project.canReview,
};

const COMMANDS: readonly Command<ProjectCommandContext>[] = [
  ...VIEWS.map(
    ({ id, view, shortcuts, needs }): Command<ProjectCommandContext> => ({
      id: `go.${id}`,
      group: "navigate",
      title: `go.${id}`,
      shortcuts,
      isEnabled: (project) => needs === undefined || MAY[needs](project),
      run: (project) => project.goTo(view),
    }),
  ),
  {
    id: "go.my-numbers",
    group: "navigate",
    title: "go.my-numbers",
    shortcuts: [],
    run: (project) => project.goToOwnNumbers(),
  },
];

/** The views of a project as commands. */
export function ProjectCommands({
  projectId,
  canManage,
  canExport,
  canReview,
  seesNumbers,
  userId,
}: {
  projectId: string;
  canManage: boolean;
  canExport: boolean;
  canReview: boolean;
  seesNumbers: boolean;
  userId: string;
}) {
  const router = useRouter();
  useCommands(COMMANDS, {
    canManage,
    canExport,
    canReview,
    seesNumbers,
    goToOwnNumbers: () => router.push(`/projects/${projectId}/people/${userId}`),
    goTo: (view) => router.push(`/projects/${projectId}/${view}`),
  });
  return null;
}
