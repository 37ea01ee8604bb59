import type { Split } from "@/lib/annotation/item-state";
import type { DatasetAnnotation, DatasetSource, Issue, OutFile, WriteOptions } from "../format";
import { createPacer } from "../pacer";
import { type CocoPlan, effectiveSplit, numericId, type PlannedImage, planCoco } from "./coco-plan";
import { createIdSet } from "./id-set";

/** Text is handed on in pieces of about this many characters. */
const CHUNK_CHARACTERS = 64 * 1024;
const OWN_ANNOTATION_KEYS = new Set(
  "id image_id category_id bbox area segmentation iscrowd attributes score".split(" "),
);
const OWN_IMAGE_KEYS = new Set(["id", "width", "height", "file_name"]);

type Ids = { next: number; claimed: ReturnType<typeof createIdSet> };

/** One JSON per split with its images beside it. See docs/formats.md for ids and conventions. */
export async function* writeCoco(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const plan = await planCoco(source, options);
  yield* plan.issues;
  const ids: Ids = { next: plan.nextAnnotationId, claimed: createIdSet() };
  for (const [split, images] of plan.images) {
    if (images.length === 0 && split === "train") {
      yield {
        code: "split_empty",
        severity: "warning",
        where: "train",
        message: "No item is in train; its file lists the categories alone.",
      };
    }
    const issues: Issue[] = [];
    const text = cocoText({ source, options, plan, split, images, ids, issues });
    yield {
      path: `annotations/instances_${split ?? "default"}.json`,
      content: { kind: "stream", stream: encoded(text) },
      stored: false,
    };
    yield* issues;
    if (!options.hasMedia) continue;
    yield* mediaFiles({ source, options, split, images });
  }
}

/** Walks once more instead of holding every item for as long as the annotations take. */
async function* mediaFiles({
  source,
  options,
  split,
  images,
}: Pick<CocoFile, "source" | "options" | "split" | "images">): AsyncGenerator<OutFile> {
  const folder = split === null ? "images" : `images/${split}`;
  let at = 0;
  for await (const event of source.events({ split })) {
    if (event.type !== "item" || effectiveSplit(event.item, options) !== split) continue;
    const image = images[at++];
    if (image === undefined) return;
    const content = { kind: "media", item: event.item } as const;
    yield { path: `${folder}/${image.name}`, content, stored: true };
  }
}

type CocoFile = {
  source: DatasetSource;
  options: WriteOptions;
  plan: CocoPlan;
  split: Split | null;
  images: PlannedImage[];
  ids: Ids;
  issues: Issue[];
};

async function* cocoText(file: CocoFile): AsyncGenerator<string> {
  const { plan, images, issues } = file;
  const info = { description: "Exported by Trazo", version: "1.0", year: 0, contributor: "" };
  yield `{"info":${JSON.stringify(info)},"licenses":[],"categories":[`;
  yield plan.categories
    .map(({ id, name }) => JSON.stringify({ id, name, supercategory: "" }))
    .join(",\n");
  yield `],\n"images":[`;
  for (const [i, image] of images.entries()) {
    if (image.width === null || image.height === null) issues.push(sizeUnknown(image));
    yield (i === 0 ? "\n" : ",\n") + imageJson(image);
  }
  yield `\n],\n"annotations":[`;
  let separator = "\n";
  // A million pieces through two generators would cost more than the text itself.
  let text = "";
  let at = -1;
  let image: PlannedImage | undefined;
  const pace = createPacer();
  for await (const event of file.source.events({ split: file.split })) {
    const pause = pace();
    if (pause) await pause;
    if (event.type === "item") {
      const isHere = effectiveSplit(event.item, file.options) === file.split;
      image = isHere ? images[++at] : undefined;
    } else if (event.type === "annotation" && image !== undefined) {
      const record = annotationJson(event.annotation, image, file);
      if (record === null) continue;
      text += separator + record;
      separator = ",\n";
      if (text.length < CHUNK_CHARACTERS) continue;
      yield text;
      text = "";
    }
  }
  yield `${text}\n]}\n`;
}

function imageJson({ id, name, width, height, foreign }: PlannedImage): string {
  const extra = otherKeys(foreign, OWN_IMAGE_KEYS);
  const own = `{"id":${id},"width":${width ?? 0},"height":${height ?? 0},"file_name":${JSON.stringify(name)}`;
  return own + (extra ? `,${JSON.stringify(extra).slice(1)}` : "}");
}

function annotationJson(
  annotation: DatasetAnnotation,
  image: PlannedImage,
  { plan, ids, issues }: CocoFile,
): string | null {
  if (annotation.geometry.kind !== "box") {
    issues.push(leftOut("geometry_not_carried", annotation, image, "it is not a box"));
    return null;
  }
  const { x, y, w, h } = annotation.geometry;
  const categoryId = plan.categoryIds.get(annotation.label);
  if (categoryId === undefined) {
    issues.push(leftOut("unknown_label", annotation, image, "its label is not exported"));
    return null;
  }
  if (!(w > 0 && h > 0) || !Number.isFinite(x + y + w + h)) {
    issues.push(leftOut("box_without_area", annotation, image, "it has no area"));
    return null;
  }
  const kept = numericId(annotation.sourceId);
  const id = kept !== null && ids.claimed.add(kept) ? kept : ids.next++;
  const r = x + w;
  const b = y + h;
  const foreign = isRecord(annotation.extra?.["coco"]) ? annotation.extra["coco"] : {};
  const isCrowd = foreign["iscrowd"] === 1 ? 1 : 0;
  // The rectangle as a polygon, as pycocotools makes it of a box: without it annToRLE fails.
  let json = `{"id":${id},"image_id":${image.id},"category_id":${categoryId},"bbox":[${x},${y},${w},${h}],"area":${w * h},"segmentation":[[${x},${y},${x},${b},${r},${b},${r},${y}]],"iscrowd":${isCrowd}`;
  if (annotation.score !== null) json += `,"score":${annotation.score}`;
  const attributes = { ...recordOrNone(foreign["attributes"]), ...annotation.attributes };
  if (Object.keys(attributes).length > 0) json += `,"attributes":${JSON.stringify(attributes)}`;
  const extra = otherKeys(foreign, OWN_ANNOTATION_KEYS);
  return json + (extra ? `,${JSON.stringify(extra).slice(1)}` : "}");
}

function leftOut(
  code: string,
  { ref }: DatasetAnnotation,
  image: PlannedImage,
  why: string,
): Issue {
  return {
    code,
    severity: "warning",
    where: image.name,
    message: `A box (${ref}) is left out because ${why}.`,
  };
}

function sizeUnknown({ name }: PlannedImage): Issue {
  return {
    code: "size_unknown",
    severity: "warning",
    where: name,
    message: "The size of the image is not known; width and height are written as 0.",
  };
}

/** Keys of the source file that are not ours, to be written again; null when there are none. */
function otherKeys(value: unknown, own: ReadonlySet<string>): Record<string, unknown> | null {
  if (!isRecord(value)) return null;
  const entries = Object.entries(value).filter(([key]) => !own.has(key));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function recordOrNone(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function* encoded(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let buffer = "";
  for await (const piece of text) {
    buffer += piece;
    if (buffer.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(buffer);
    buffer = "";
  }
  if (buffer !== "") yield encoder.encode(buffer);
}
