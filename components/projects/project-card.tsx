"use client";

import { MoreHorizontal, Settings, Trash2 } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { ProjectCover } from "@/components/projects/project-cover";
import { projectHome } from "@/components/projects/project-home";
import { StateBar } from "@/components/projects/state-bar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import type { CoverItem } from "@/lib/api/project-covers";
import type { ProjectSummary } from "@/lib/api/projects";

/** A project at a glance. The whole card is the link; the menu lies above it. */
export function ProjectCard({
  project,
  cover,
  nowMs,
  onDelete,
}: {
  project: ProjectSummary;
  cover: readonly CoverItem[];
  nowMs: number;
  onDelete: () => void;
}) {
  const t = useTranslations("projects");
  const format = useFormatter();
  return (
    <article className="group relative flex flex-col overflow-hidden rounded-lg border bg-card text-card-foreground transition-colors duration-150 [contain-intrinsic-size:auto_17rem] [content-visibility:auto] focus-within:border-border-strong hover:border-border-strong">
      <ProjectCover mediaKind={project.mediaKind} items={cover} />
      <div className="flex flex-1 flex-col gap-3 p-4">
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <h2 className="truncate font-semibold text-base">
              <Link
                href={projectHome(project)}
                title={project.name}
                className="after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
              >
                {project.name}
              </Link>
            </h2>
            <p data-numeric className="text-muted-foreground text-xs">
              {t("card.items", {
                count: project.itemCount,
                shown: format.number(project.itemCount),
              })}
              {" · "}
              {t("card.changed", { when: format.relativeTime(project.updatedAt, nowMs) })}
            </p>
          </div>
          {project.role === "manager" ? <CardMenu project={project} onDelete={onDelete} /> : null}
        </div>
        <div className="mt-auto">
          {project.itemCount === 0 ? (
            <p className="text-muted-foreground text-xs">
              {project.isPartial ? t("card.nothingHanded") : t(`card.empty.${project.mediaKind}`)}
            </p>
          ) : (
            <StateBar counts={project.counts} />
          )}
        </div>
      </div>
    </article>
  );
}

function CardMenu({ project, onDelete }: { project: ProjectSummary; onDelete: () => void }) {
  const t = useTranslations("projects");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton
          label={t("card.menu", { name: project.name })}
          icon={<MoreHorizontal />}
          size="icon-sm"
          className="relative z-10 -mt-0.5 -mr-1.5"
        />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem asChild>
          <Link href={`/projects/${project.id}/settings/labels`}>
            <Settings aria-hidden="true" />
            {t("tabs.settings")}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem variant="danger" icon={<Trash2 />} onSelect={onDelete}>
          {t("card.delete")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
