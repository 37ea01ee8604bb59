"use client";

import { cn } from "@/components/ui/cn";
import { clockTime } from "./clock-time";
import type { PictureProps } from "./item-look";
import { WaveForm } from "./wave-form";
import { WAVE_COLUMNS, WAVE_HEIGHT } from "./wave-path";

/** Height of the solid edge of a region, of `WAVE_HEIGHT`. */
const EDGE = 5;
/** A moment is still seen. */
const MIN_WIDTH = 0.6;

/** The waveform of a recording with its regions as bands behind it. */
export function AudioPicture({ item, preview, colors, className, isRow }: PictureProps) {
  const perSecond = item.length === null || item.length === 0 ? 0 : WAVE_COLUMNS / item.length;
  return (
    <div className={cn("relative overflow-hidden bg-canvas", className)}>
      <WaveForm item={item} source={preview?.wave ?? null}>
        {preview?.boxes.map(({ labelId, x, w }, n) => {
          const fill = colors.get(labelId) ?? "var(--muted-foreground)";
          const place = { x: x * perSecond, width: Math.max(MIN_WIDTH, w * perSecond), fill };
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: bands have no other name, and no state
            <g key={n}>
              <rect {...place} y={0} height={WAVE_HEIGHT} fillOpacity={0.25} />
              <rect {...place} y={WAVE_HEIGHT - EDGE} height={EDGE} />
            </g>
          );
        })}
      </WaveForm>
      {item.length === null || isRow ? null : (
        <span
          data-numeric
          className="absolute top-1 right-1 rounded-sm bg-card/85 px-1 text-card-foreground text-xs"
        >
          {clockTime(item.length)}
        </span>
      )}
    </div>
  );
}
