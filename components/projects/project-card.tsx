"use client";

import {
  AudioLines,
  FileText,
  Images,
  type LucideIcon,
  MoreHorizontal,
  Settings,
  Trash2,
} from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { StateBar } from "@/components/projects/state-bar";
import { cn } from "@/components/ui/cn";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { mediaUrl } from "@/lib/api/open-item";
import type { CoverItem } from "@/lib/api/project-covers";
import type { ProjectSummary } from "@/lib/api/projects";
import type { MediaKind } from "@/lib/media/media";

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
      <Cover mediaKind={project.mediaKind} items={cover} />
      <div className="flex flex-1 flex-col gap-3 p-4">
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <h2 className="truncate font-semibold text-base">
              <Link
                href={`/projects/${project.id}/items`}
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
            <p className="text-muted-foreground text-xs">{t(`card.empty.${project.mediaKind}`)}</p>
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

const MEDIA_ICONS: Readonly<Record<MediaKind, LucideIcon>> = {
  image: Images,
  text: FileText,
  audio: AudioLines,
};

function Cover({ mediaKind, items }: { mediaKind: MediaKind; items: readonly CoverItem[] }) {
  // Texts and recordings have no picture.
  if (items.length === 0 || mediaKind !== "image") {
    const Icon = MEDIA_ICONS[mediaKind];
    return (
      <div
        aria-hidden="true"
        className="flex aspect-[2/1] items-center justify-center border-b bg-muted text-border-strong"
      >
        <Icon className="size-8" />
      </div>
    );
  }
  return (
    <div
      className={cn(
        "grid aspect-[2/1] gap-px overflow-hidden border-b bg-muted",
        items.length > 1 && "grid-cols-2",
        items.length > 2 && "grid-rows-2",
      )}
    >
      {items.map((item, index) => (
        // biome-ignore lint/performance/noImgElement: the server has made the thumbnail already
        <img
          key={item.id}
          src={mediaUrl(item, "thumb")}
          alt=""
          loading="lazy"
          decoding="async"
          className={cn(
            "size-full min-h-0 min-w-0 object-cover",
            items.length === 3 && index === 0 && "row-span-2",
          )}
        />
      ))}
    </div>
  );
}
