"use client";

import { AudioLines, FileText, Images, type LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import { TextLines } from "@/components/items/looks/text-picture";
import { WaveForm } from "@/components/items/looks/wave-form";
import { cn } from "@/components/ui/cn";
import { mediaUrl } from "@/lib/api/open-item";
import type { CoverItem } from "@/lib/api/project-covers";
import type { MediaKind } from "@/lib/media/media";

type CoverProps = { items: readonly CoverItem[] };

const COVERS: Readonly<Record<MediaKind, { Icon: LucideIcon; Cover: ComponentType<CoverProps> }>> =
  {
    image: { Icon: Images, Cover: ImageCover },
    text: { Icon: FileText, Cover: TextCover },
    audio: { Icon: AudioLines, Cover: AudioCover },
  };

/** Texts and recordings lie one below the other: as many as are still told apart. */
const MAX_ROWS = 3;
const NO_COLORS: ReadonlyMap<string, string> = new Map();

/** The first items of a project, small; of an empty one, what kind it is. */
export function ProjectCover({ mediaKind, items }: CoverProps & { mediaKind: MediaKind }) {
  const { Icon, Cover } = COVERS[mediaKind];
  if (items.length > 0) return <Cover items={items} />;
  return (
    <div
      aria-hidden="true"
      className="flex aspect-[2/1] items-center justify-center border-b bg-muted text-border-strong"
    >
      <Icon className="size-8" />
    </div>
  );
}

function ImageCover({ items }: CoverProps) {
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

function TextCover({ items }: CoverProps) {
  return (
    <div
      aria-hidden="true"
      className="flex aspect-[2/1] flex-col divide-y overflow-hidden border-b bg-muted"
    >
      {items.slice(0, MAX_ROWS).map(({ id, text }) => (
        <div key={id} className="min-h-0 flex-1 overflow-hidden px-4 py-1.5 text-muted-foreground">
          <TextLines
            text={text ?? ""}
            spans={[]}
            colors={NO_COLORS}
            className={items.length === 1 ? undefined : "line-clamp-2 whitespace-normal"}
          />
        </div>
      ))}
    </div>
  );
}

function AudioCover({ items }: CoverProps) {
  return (
    <div className="flex aspect-[2/1] flex-col divide-y overflow-hidden border-b bg-muted">
      {items.slice(0, MAX_ROWS).map((item) => (
        <div key={item.id} className="relative min-h-0 flex-1">
          <WaveForm item={item} source={item.wave} />
        </div>
      ))}
    </div>
  );
}
