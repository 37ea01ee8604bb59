import * as z from "zod/mini";
import "server-only";
import type { Store } from "@/db/store";
import {
  type Annotation,
  annotationSchema,
  MAX_ANNOTATION_TEXT,
} from "@/lib/annotation/annotation";
import type { DatasetAnnotation, DatasetItem, Issue } from "@/lib/formats/format";
import type { Size } from "@/lib/geometry/box";
import { geometrySpec } from "@/lib/geometry/geometry";
import { type CodePoints, indexCodePoints } from "@/lib/text/code-points";
import type { MatchedItem } from "./match-items";
import type { LabelMatcher } from "./match-labels";
import type { WantedAnnotation } from "./merge-annotations";

/** Further than this outside of the item is worth a word; less is rounding. In px or the item's unit. */
const CLIP_TOLERANCE = 0.5;

const wantedSchema = z.omit(annotationSchema, { id: true, source: true });

type Reader = { labels: LabelMatcher; onIssue(issue: Issue): void };
type Given = { item: DatasetItem; matched: MatchedItem; annotations: readonly DatasetAnnotation[] };

/** What a dataset says of an item, as far as the item can have it; the rest is reported. Creates labels that are new. */
export async function readAnnotations(
  store: Store,
  reader: Reader,
  { item, matched, annotations }: Given,
): Promise<WantedAnnotation[]> {
  const points = matched.text === null ? null : indexCodePoints(matched.text);
  const report = (code: string, severity: Issue["severity"], message: string) =>
    reader.onIssue({ code, severity, where: item.name, message });
  const wanted: WantedAnnotation[] = [];
  for (const annotation of annotations) {
    const labelId = await reader.labels.resolve(store, annotation.label);
    if (labelId === null) {
      report("unknown_label", "error", "An annotation has a label of no name.");
      continue;
    }
    const geometry = clipTo(annotation.geometry, matched.extent, report);
    if (!geometry) continue;
    const text = surfaceOf(annotation, { geometry, points, report });
    const { attributes, groupId, order, score, sourceId } = annotation;
    const extra = { ...annotation.extra, ...(sourceId === undefined ? {} : { sourceId }) };
    const one = {
      ...{ labelId, geometry, attributes, groupId, order, score },
      ...(text === undefined ? {} : { text }),
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
    };
    const checked = wantedSchema.safeParse(one);
    if (checked.success) wanted.push({ ...one, ref: annotation.ref });
    else {
      const [problem] = checked.error.issues;
      report("invalid_annotation", "error", `${problem?.path.join(".")}: ${problem?.message}`);
    }
  }
  return wanted;
}

type Report = (code: string, severity: Issue["severity"], message: string) => void;

/** The geometry as far as it lies on the item; null when nothing of it does. */
function clipTo(
  geometry: Annotation["geometry"],
  extent: Size | null,
  report: Report,
): Annotation["geometry"] | null {
  if (!extent) return geometry;
  const spec = geometrySpec(geometry);
  const { x, y, w, h } = spec.bounds(geometry);
  const outside = Math.max(-x, -y, x + w - extent.width, y + h - extent.height);
  if (outside <= 0) return geometry;
  const clipped = spec.normalise(geometry, extent);
  if (!clipped) report("outside", "error", "An annotation lies outside of the item.");
  else if (outside > CLIP_TOLERANCE) {
    const unit = geometry.kind === "interval" ? "" : " px";
    const message = `An annotation reached ${outside.toFixed(1)}${unit} outside and was clipped.`;
    report("clipped", "warning", message);
  }
  return clipped;
}

/** What a span covers is taken from the text itself; what the dataset says of it is checked. */
function surfaceOf(
  annotation: DatasetAnnotation,
  of: { geometry: Annotation["geometry"]; points: CodePoints | null; report: Report },
): string | undefined {
  const { geometry, points, report } = of;
  if (points === null || geometry.kind !== "interval") return annotation.text;
  if (!points.has(geometry.start) || !points.has(geometry.end)) return annotation.text;
  const surface = points.slice(geometry.start, geometry.end);
  if (annotation.text !== undefined && annotation.text !== surface) {
    const said = JSON.stringify(annotation.text.slice(0, 60));
    const found = JSON.stringify(surface.slice(0, 60));
    const message = `A span is said to cover ${said}, but the text has ${found} there.`;
    report("surface_differs", "warning", message);
  }
  return surface.length > MAX_ANNOTATION_TEXT ? undefined : surface;
}
