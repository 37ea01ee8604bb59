"use client";

import { Plus, SearchX } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import { FirstVisit } from "@/components/projects/first-visit";
import { NewProjectDialog } from "@/components/projects/new-project-dialog";
import { ProjectCard } from "@/components/projects/project-card";
import {
  arrangeProjects,
  PROJECT_ORDERS,
  type ProjectOrder,
} from "@/components/projects/project-order";
import { useDeleteProject } from "@/components/projects/use-delete-project";
import { useDemo } from "@/components/projects/use-demo";
import { useCommands } from "@/components/shell/command-registry";
import { Button } from "@/components/ui/button";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchInput } from "@/components/ui/search-input";
import type { CoverItem } from "@/lib/api/project-covers";
import type { ProjectSummary } from "@/lib/api/projects";
import type { Command } from "@/lib/commands/command";

interface HomeContext {
  createProject(): void;
  openDemo(): void;
}

const COMMANDS: readonly Command<HomeContext>[] = [
  {
    id: "project.new",
    group: "navigate",
    title: "project.new",
    shortcuts: ["n"],
    run: (home) => home.createProject(),
  },
  {
    id: "project.demo",
    group: "navigate",
    title: "project.demo",
    shortcuts: [],
    run: (home) => home.openDemo(),
  },
];

/** All projects of the person. The server has listed them; searching and sorting happen here. */
export function ProjectsPage({
  projects,
  covers,
  nowMs,
}: {
  projects: readonly ProjectSummary[];
  covers: Readonly<Record<string, readonly CoverItem[]>>;
  /** The server's clock, so that both sides write the same "5 minutes ago". */
  nowMs: number;
}) {
  const [isCreating, setIsCreating] = useState(false);
  const demo = useDemo();
  const { hiddenIds, deleteProject } = useDeleteProject();
  useCommands(COMMANDS, {
    createProject: () => setIsCreating(true),
    openDemo: () => void demo.open(),
  });
  const visible = projects.filter(({ id }) => !hiddenIds.has(id));
  return (
    <>
      {visible.length === 0 ? (
        <FirstVisit
          isDemoPending={demo.isPending}
          onDemo={() => void demo.open()}
          onCreate={() => setIsCreating(true)}
        />
      ) : (
        <ProjectList
          projects={visible}
          covers={covers}
          nowMs={nowMs}
          isDemoPending={demo.isPending}
          onDemo={() => void demo.open()}
          onCreate={() => setIsCreating(true)}
          onDelete={deleteProject}
        />
      )}
      <NewProjectDialog open={isCreating} onOpenChange={setIsCreating} />
    </>
  );
}

function ProjectList({
  projects,
  covers,
  nowMs,
  isDemoPending,
  onDemo,
  onCreate,
  onDelete,
}: {
  projects: readonly ProjectSummary[];
  covers: Readonly<Record<string, readonly CoverItem[]>>;
  nowMs: number;
  isDemoPending: boolean;
  onDemo: () => void;
  onCreate: () => void;
  onDelete: (project: ProjectSummary) => void;
}) {
  const t = useTranslations("projects");
  const format = useFormatter();
  const locale = useLocale();
  const [search, setSearch] = useState("");
  const [order, setOrder] = useState<ProjectOrder>("recent");
  const shown = useMemo(
    () => arrangeProjects(projects, { search, order, locale }),
    [projects, search, order, locale],
  );
  return (
    <div className="mx-auto max-w-7xl px-6 pt-6 pb-12">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="font-semibold text-xl tracking-tight">{t("title")}</h1>
        <span data-numeric className="mr-auto text-muted-foreground">
          {format.number(projects.length)}
        </span>
        <Button asChild variant="ghost">
          <Link href="/overview">{t("inNumbers")}</Link>
        </Button>
        <Button onClick={onDemo} isPending={isDemoPending}>
          {t(isDemoPending ? "demo.pending" : "demo.open")}
        </Button>
        <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={onCreate}>
          {t("new.open")}
        </Button>
      </header>
      <div className="mt-4 flex gap-2">
        <SearchInput
          label={t("search")}
          value={search}
          onValueChange={setSearch}
          className="w-72"
        />
        <ChoiceSelect
          label={t("order.title")}
          value={order}
          choices={PROJECT_ORDERS}
          nameOf={(choice) => t(`order.${choice}`)}
          onChange={(choice) => setOrder(choice)}
          className="w-48"
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={t("noMatch.title")}
          description={t("noMatch.description", { search })}
          action={<Button onClick={() => setSearch("")}>{t("noMatch.clear")}</Button>}
        />
      ) : (
        <ul className="mt-4 grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-4">
          {shown.map((project) => (
            <li key={project.id} className="grid">
              <ProjectCard
                project={project}
                cover={covers[project.id] ?? []}
                nowMs={nowMs}
                onDelete={() => onDelete(project)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
