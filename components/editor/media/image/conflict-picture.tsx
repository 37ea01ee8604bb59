"use client";

import { useTranslations } from "use-intl";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { useLabelLook } from "@/components/editor/use-label-look";
import type { Annotation } from "@/lib/annotation/annotation";
import { imageInfo, mediaUrl } from "@/lib/api/open-item";
import type { Conflict } from "@/lib/editor/saving/lane";
import { type Box, clamp, type Size } from "@/lib/geometry/box";
import { geometrySpec } from "@/lib/geometry/geometry";
import { mediaPlan } from "@/lib/media/image-plan";

/** Room around both versions, as a share of their size, and at least so many image px. */
const MARGIN_SHARE = 0.35;
const MIN_MARGIN_PX = 12;

/** The part of the image where both versions lie: mine with a solid line, theirs with a dashed one. */
export function ConflictPicture({ conflict }: { conflict: Conflict }) {
  const t = useTranslations("editor.conflict");
  const { data } = useEditorPage();
  const { base, width, height } = mediaPlan(imageInfo(data));
  const { mine, theirs, base: before } = conflict;
  const shown = [mine, theirs, before].filter((version) => version !== null);
  const view = squareAround(shown.map(boundsOf), { width, height });
  return (
    <svg
      role="img"
      aria-label={t("picture")}
      viewBox={`${view.x} ${view.y} ${view.w} ${view.h}`}
      className="aspect-square w-full self-start rounded-md bg-canvas"
    >
      <image href={mediaUrl(data.item, base.name ?? "original")} width={width} height={height} />
      {theirs ? <Outline version={theirs} isDashed /> : null}
      {mine ? <Outline version={mine} /> : null}
    </svg>
  );
}

function Outline({ version, isDashed = false }: { version: Annotation; isDashed?: boolean }) {
  const { color } = useLabelLook()(version.labelId);
  const { x, y, w, h } = boundsOf(version);
  const shape = {
    x,
    y,
    width: w,
    height: h,
    fill: "none",
    vectorEffect: "non-scaling-stroke",
    ...(isDashed ? { strokeDasharray: "5 4" } : {}),
  } as const;
  return (
    <>
      <rect {...shape} stroke="rgb(0 0 0 / 0.6)" strokeWidth={4} />
      <rect {...shape} stroke={color} strokeWidth={2} />
    </>
  );
}

function boundsOf({ geometry }: Annotation): Box {
  return geometrySpec(geometry).bounds(geometry);
}

/** A square with all boxes in it, on the image as far as it goes. */
function squareAround(boxes: readonly Box[], extent: Size): Box {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, w }) => x + w));
  const bottom = Math.max(...boxes.map(({ y, h }) => y + h));
  const size = Math.max(right - left, bottom - top);
  const side = size + 2 * Math.max(MIN_MARGIN_PX, size * MARGIN_SHARE);
  const onImage = (middle: number, length: number) =>
    side > length ? (length - side) / 2 : clamp(middle - side / 2, 0, length - side);
  return {
    x: onImage((left + right) / 2, extent.width),
    y: onImage((top + bottom) / 2, extent.height),
    w: side,
    h: side,
  };
}
