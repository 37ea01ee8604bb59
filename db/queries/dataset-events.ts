import type { Annotation } from "@/lib/annotation/annotation";
import type { Split } from "@/lib/annotation/item-state";
import type { DatasetAnnotation, DatasetItem } from "@/lib/formats/format";
import type { MediaKind } from "@/lib/media/media";
import type { AnnotationRow, ItemRow } from "./dataset-rows";

export function toDatasetItem(
  item: ItemRow & { split: Split | null },
  { media, text }: { media: MediaKind; text: string | undefined },
): DatasetItem {
  const { sourceId, ...metadata } = readJson(item.metadata);
  return {
    ref: item.id,
    name: item.name,
    media,
    width: item.width,
    height: item.height,
    split: item.split,
    file: null,
    hash: item.hash,
    ...(item.length === null ? {} : { length: item.length }),
    ...(text === undefined ? {} : { text }),
    ...(typeof sourceId === "string" ? { sourceId } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(item.state === "skipped" ? { isSkipped: true } : {}),
  };
}

export function toDatasetAnnotation(
  item: string,
  label: string,
  row: AnnotationRow,
): DatasetAnnotation {
  const { sourceId, ...extra } = readJson(row.extra ?? "{}");
  return {
    ref: row.id,
    item,
    label,
    geometry: geometryOf(row),
    ...(row.text === null ? {} : { text: row.text }),
    // What is in the table was validated on its way in.
    attributes: readJson(row.attributes) as Annotation["attributes"],
    score: row.score,
    groupId: row.groupId,
    order: row.order,
    ...(typeof sourceId === "string" ? { sourceId } : {}),
    ...(Object.keys(extra).length > 0 ? { extra: extra as NonNullable<Annotation["extra"]> } : {}),
  };
}

/**
 * The bounds of a box are its whole geometry, exact to the last bit: reading them spares a million
 * small JSON texts.
 */
function geometryOf({ geometry, x, y, w, h }: AnnotationRow): Annotation["geometry"] {
  if (geometry === null) return { kind: "box", x, y, w, h };
  const { v: _version, ...stored } = readJson(geometry);
  // What is in the table was validated on its way in.
  return stored as Annotation["geometry"];
}

function readJson(text: string): Record<string, unknown> {
  return text === "{}" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
