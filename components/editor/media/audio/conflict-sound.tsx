"use client";

import { useTranslations } from "use-intl";
import { useLabelLook } from "@/components/editor/use-label-look";
import type { Annotation } from "@/lib/annotation/annotation";
import { formatTime } from "@/lib/audio/format-time";
import { speakerOf } from "@/lib/editor/audio/region-index";
import type { Conflict } from "@/lib/editor/saving/lane";
import type { Interval } from "@/lib/geometry/interval";

/** Room on both sides of both versions, as a share of what they cover. */
const MARGIN_SHARE = 0.15;

/** Both versions over one time axis, with what is said in each: mine with a solid line, theirs with a dashed one. */
export function ConflictSound({ conflict }: { conflict: Conflict }) {
  const t = useTranslations("audio.conflict");
  const { mine, theirs, base } = conflict;
  const places = [mine, theirs, base].flatMap((version) => placeOf(version) ?? []);
  const start = Math.min(...places.map((place) => place.start));
  const end = Math.max(...places.map((place) => place.end));
  const margin = (end - start) * MARGIN_SHARE;
  const axis = { start: start - margin, end: end + margin };
  return (
    <figure aria-label={t("picture")} className="grid gap-2 rounded-md bg-muted p-3 text-sm">
      <Version version={mine} axis={axis} />
      <Version version={theirs} axis={axis} isDashed />
    </figure>
  );
}

function Version({
  version,
  axis,
  isDashed = false,
}: {
  version: Annotation | null;
  axis: Interval;
  isDashed?: boolean;
}) {
  const lookOf = useLabelLook();
  if (!version) return null;
  const place = placeOf(version);
  const span = axis.end - axis.start;
  const { color } = lookOf(version.labelId);
  const share = (seconds: number) => `${((seconds - axis.start) / span) * 100}%`;
  return (
    <div className="grid gap-1">
      {place ? (
        <>
          <div className="relative h-4 rounded-sm bg-card">
            <span
              className="absolute inset-y-0 rounded-sm border-2"
              style={{
                left: share(place.start),
                right: `${100 - ((place.end - axis.start) / span) * 100}%`,
                borderColor: color,
                borderStyle: isDashed ? "dashed" : "solid",
                backgroundColor: `${color}33`,
              }}
            />
          </div>
          <p data-numeric className="text-muted-foreground text-xs">
            {formatTime(place.start)} – {formatTime(place.end)}
          </p>
        </>
      ) : null}
      <p dir="auto" className="whitespace-pre-wrap break-words">
        {[speakerOf(version), version.text].filter(Boolean).join(": ")}
      </p>
    </div>
  );
}

function placeOf(version: Annotation | null): Interval | null {
  return version?.geometry.kind === "interval" ? version.geometry : null;
}
