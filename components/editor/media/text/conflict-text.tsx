"use client";

import { useTranslations } from "use-intl";
import { useLabelLook } from "@/components/editor/use-label-look";
import { cn } from "@/components/ui/cn";
import type { Annotation } from "@/lib/annotation/annotation";
import type { Conflict } from "@/lib/editor/saving/lane";
import type { Interval } from "@/lib/geometry/interval";
import { useTextEditor } from "./use-text-editor";

/** Code points shown around both versions. */
const CONTEXT = 60;

/** The text around both versions: mine with a solid underline, theirs with a dashed one. */
export function ConflictText({ conflict }: { conflict: Conflict }) {
  const t = useTranslations("text.conflict");
  const { mine, theirs } = conflict;
  const places = [mine, theirs].flatMap((version) => placeOf(version) ?? []);
  const { points } = useTextEditor();
  if (places.length === 0) return <Words mine={mine} theirs={theirs} />;
  const start = Math.max(0, Math.min(...places.map((place) => place.start)) - CONTEXT);
  const end = Math.min(points.length, Math.max(...places.map((place) => place.end)) + CONTEXT);
  return (
    <figure aria-label={t("picture")} className="grid gap-2 rounded-md bg-muted p-3 text-sm">
      <Marked version={mine} around={{ start, end }} />
      <Marked version={theirs} around={{ start, end }} isDashed />
    </figure>
  );
}

function Marked({
  version,
  around,
  isDashed = false,
}: {
  version: Annotation | null;
  around: Interval;
  isDashed?: boolean;
}) {
  const { points } = useTextEditor();
  const lookOf = useLabelLook();
  const place = placeOf(version);
  if (!version || !place) return null;
  return (
    <p dir="auto" className="whitespace-pre-wrap break-words">
      <span className="text-muted-foreground">{points.slice(around.start, place.start)}</span>
      <span
        className="border-b-2"
        style={{
          borderColor: lookOf(version.labelId).color,
          borderBottomStyle: isDashed ? "dashed" : "solid",
        }}
      >
        {points.slice(place.start, place.end)}
      </span>
      <span className="text-muted-foreground">{points.slice(place.end, around.end)}</span>
    </p>
  );
}

/** Answers and relations have no place: what they say is compared. */
function Words({ mine, theirs }: { mine: Annotation | null; theirs: Annotation | null }) {
  return (
    <div className="grid gap-2 rounded-md bg-muted p-3 text-sm">
      {[mine, theirs].map((version, i) =>
        version?.text ? (
          <p
            key={i === 0 ? "mine" : "theirs"}
            dir="auto"
            className={cn(
              "whitespace-pre-wrap break-words border-foreground border-l-2 pl-2",
              i === 1 && "border-dashed",
            )}
          >
            {version.text}
          </p>
        ) : null,
      )}
    </div>
  );
}

function placeOf(version: Annotation | null): Interval | null {
  return version?.geometry.kind === "interval" ? version.geometry : null;
}
