"use client";

import { ImageIcon } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import type { ItemSummary, PreviewBox } from "@/lib/api/items";
import { mediaUrl } from "@/lib/api/open-item";
import type { PictureProps } from "./item-look";

/** The picture of an item with its boxes over it, whole in the space given. */
export function ImagePicture({ item, preview, colors, className }: PictureProps) {
  const source = mediaUrl(item, "thumb");
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <div className={cn("relative overflow-hidden bg-canvas", className)}>
      {failed === source ? (
        <span className="absolute inset-0 flex items-center justify-center text-subtle-foreground">
          <ImageIcon aria-hidden="true" className="size-1/4 max-h-6 max-w-6" />
        </span>
      ) : (
        // biome-ignore lint/performance/noImgElement: the server has already made the thumbnail
        <img
          key={source}
          src={source}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => setFailed(source)}
          className="absolute inset-0 size-full object-contain"
        />
      )}
      <BoxOverlay item={item} boxes={preview?.boxes ?? []} colors={colors} />
    </div>
  );
}

/** One path for each colour: a picture with sixty boxes stays a handful of nodes. */
function BoxOverlay({
  item: { width, height },
  boxes,
  colors,
}: {
  item: ItemSummary;
  boxes: readonly PreviewBox[];
  colors: ReadonlyMap<string, string>;
}) {
  if (boxes.length === 0 || width === null || height === null) return null;
  const paths = new Map<string, string>();
  for (const { labelId, x, y, w, h } of boxes) {
    const color = colors.get(labelId) ?? "var(--muted-foreground)";
    paths.set(color, `${paths.get(color) ?? ""}M${x} ${y}h${w}v${h}h${-w}z`);
  }
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      className="absolute inset-0 size-full"
    >
      {[...paths].map(([color, d]) => (
        <path
          key={color}
          d={d}
          stroke={color}
          fill={color}
          fillOpacity={0.1}
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
