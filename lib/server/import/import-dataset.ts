import "server-only";
import { v7 as uuidv7 } from "uuid";
import { applyOp } from "@/db/queries/apply-op";
import { readLayer } from "@/db/queries/layers";
import { readMediaKind } from "@/db/queries/projects";
import {
  type Annotation,
  annotationSchema,
  MAX_ANNOTATION_TEXT,
} from "@/lib/annotation/annotation";
import type { ImportOptions, ImportReport } from "@/lib/api/imports";
import type { OpenTree } from "@/lib/formats/archive/tree";
import type { DatasetAnnotation, DatasetItem, Issue } from "@/lib/formats/format";
import { isMediaPath } from "@/lib/formats/media-index";
import { createReportFold } from "@/lib/formats/report";
import { geometrySpec } from "@/lib/geometry/geometry";
import { type CodePoints, indexCodePoints } from "@/lib/text/code-points";
import type { App } from "../app";
import { AppError } from "../app-error";
import { chooseFormat } from "./choose-format";
import { createMediaInspector } from "./inspect-media";
import { pixelsOf } from "./item-extent";
import { createItemMatcher, type MatchedItem } from "./match-items";
import { createLabelMatcher, type LabelMatcher } from "./match-labels";
import { type MergePlan, mergeAnnotations, type WantedAnnotation } from "./merge-annotations";

/** The history names the writer of an import by this. */
const CLIENT_ID = "import";
/** Somebody may write to the item at the same moment; then it is read again. */
const MAX_ATTEMPTS = 5;
/** Further than this outside of the image is worth a word; less is rounding. */
const CLIP_TOLERANCE_PX = 0.5;

export type ImportInput = {
  app: App;
  projectId: string;
  userId: string;
  files: OpenTree;
  options: ImportOptions;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
};

type Counts = Pick<ImportReport, "items" | "annotations">;
type Run = ImportInput & {
  counts: Counts;
  labels: LabelMatcher;
  /** Layers that this import has written to: a second file of the dataset only adds to them. */
  touched: Set<string>;
  givesState: boolean;
  onIssue(issue: Issue): void;
};

/**
 * Takes a dataset into a project, item by item as it is read, or in a dry run says what that would
 * do. What was done stays when it is cut off, and is recognised the next time.
 */
export async function importDataset(input: ImportInput): Promise<ImportReport> {
  const { app, files, options, signal } = input;
  const media = await readMediaKind(app.store, input.projectId);
  if (!media) throw new AppError("not_found", "This project does not exist any more.");
  const { format, why } = await chooseFormat(files, { id: options.format, media });
  const fold = createReportFold(format.id);
  const onIssue = fold.issue;
  const counts = noCounts();
  const labels = await createLabelMatcher(app.store, { ...input, onIssue });
  const inspector = createMediaInspector({ ...input, media, isDryRun: options.isDryRun });
  const matcher = createItemMatcher({ ...input, isDryRun: options.isDryRun, inspector, onIssue });
  const givesState = format.carries.geometries.length > 0;
  const run: Run = { ...input, counts, labels, touched: new Set(), givesState, onIssue };
  const mediaCount = files.files().filter(({ path }) => isMediaPath(path, media)).length;
  const report = () => input.onProgress?.(counts.items.listed, mediaTotal(counts, mediaCount));

  for (const issue of files.issues) onIssue(issue);
  let current: OpenItem | null = null;
  const events = format.read(files, {
    media,
    async imageSize({ path, name }) {
      if (path === null) return matcher.sizeByName(name);
      // What is wrong with the file is reported when the item itself comes.
      return inspector.inspect(path).then(pixelsOf, () => null);
    },
  });
  for await (const event of events) {
    signal?.throwIfAborted();
    // Said better by the matcher, which also knows the project's images.
    if (event.type === "issue" && event.issue.code === "media_missing") continue;
    fold.event(event);
    if (event.type === "label") labels.add(event.label);
    else if (event.type === "item") {
      if (current) await finishItem(run, current);
      current = { item: event.item, matched: await matcher.match(event.item), annotations: [] };
      counts.items.listed += 1;
      countMatch(counts, current.matched);
      report();
      await breathe();
    } else if (event.type === "annotation") {
      counts.annotations.listed += 1;
      if (event.annotation.item === current?.item.ref) current.annotations.push(event.annotation);
      else leaveOut(run, event.annotation.item, "it does not follow its item in the files");
    }
  }
  if (current) await finishItem(run, current);
  await labels.finish();
  return {
    isDryRun: options.isDryRun,
    format: { id: format.id, name: format.name, why },
    ...counts,
    labels: labels.report(),
    dataset: fold.report(),
  };
}

type OpenItem = {
  item: DatasetItem;
  matched: MatchedItem | null;
  annotations: DatasetAnnotation[];
};

async function finishItem(run: Run, { item, matched, annotations }: OpenItem): Promise<void> {
  if (!matched) {
    run.counts.annotations.leftOut += annotations.length;
    return;
  }
  const wanted: WantedAnnotation[] = [];
  const points = matched.text === null ? null : indexCodePoints(matched.text);
  for (const annotation of annotations) {
    const one = await toWanted(run, { item, matched, points, annotation });
    if (one) wanted.push(one);
    else run.counts.annotations.leftOut += 1;
  }
  if (!run.givesState && wanted.length === 0) return;
  const { target } = matched;
  if (!target) {
    run.counts.annotations.added += wanted.length;
    return;
  }
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === MAX_ATTEMPTS;
    if (await writeItem(run, { item, target, wanted, isLast })) return;
  }
}

type Writing = {
  item: DatasetItem;
  target: NonNullable<MatchedItem["target"]>;
  wanted: readonly WantedAnnotation[];
  isLast: boolean;
};

/** False when somebody else wrote in between. */
async function writeItem(run: Run, { item, target, wanted, isLast }: Writing): Promise<boolean> {
  const { app, options, touched, userId } = run;
  const { layerId } = target;
  const layer = await readLayer(app.store, { layerId, since: 0 });
  if (!layer) {
    leaveOut(run, item.name, "somebody deleted the item meanwhile", wanted.length);
    return true;
  }
  const mode = touched.has(layerId) ? "add" : options.mode;
  const plan = mergeAnnotations({ layerId, records: layer.records, wanted, mode });
  const state = run.givesState && layer.state === "new" ? options.state : undefined;
  const isWritten = !options.isDryRun && (plan.changes.length > 0 || state !== undefined);
  if (isWritten) {
    const now = Date.now();
    const result = await applyOp(app.store, {
      layerId,
      userId,
      cause: "import",
      now,
      op: {
        clientId: CLIENT_ID,
        opId: uuidv7(),
        baseRev: layer.rev,
        changes: plan.changes,
        at: now,
        ...(state ? { state } : {}),
      },
    });
    if (result.kind === "conflict" && !isLast) return false;
    if (result.kind !== "accepted") {
      const reason = result.kind === "refused" ? result.message : "the item was in use";
      leaveOut(run, item.name, reason, wanted.length);
      return true;
    }
  }
  touched.add(layerId);
  countPlan(run.counts, plan);
  if (plan.leftOut > 0) {
    const message = `${plan.leftOut} relations are left out: an end of them is not there.`;
    run.onIssue({ code: "relation_without_end", severity: "error", where: item.name, message });
  }
  return true;
}

type Reading = {
  item: DatasetItem;
  matched: MatchedItem;
  /** Of a text item. */
  points: CodePoints | null;
  annotation: DatasetAnnotation;
};

async function toWanted(run: Run, of: Reading): Promise<WantedAnnotation | null> {
  const { item, matched, annotation } = of;
  const refuse = (code: string, message: string) => {
    run.onIssue({ code, severity: "error", where: item.name, message });
    return null;
  };
  const labelId = await run.labels.resolve(annotation.label);
  if (labelId === null) return refuse("unknown_label", "An annotation has a label of no name.");
  const geometry = matched.extent
    ? clipTo(annotation.geometry, matched.extent, (message) =>
        run.onIssue({ code: "clipped", severity: "warning", where: item.name, message }),
      )
    : annotation.geometry;
  if (!geometry) return refuse("outside", "An annotation lies outside of the item.");
  const { attributes, groupId, order, sourceId } = annotation;
  const extra = { ...annotation.extra, ...(sourceId === undefined ? {} : { sourceId }) };
  const text = textOf(run, of, geometry);
  const wanted = {
    ...{ labelId, geometry, attributes, groupId, order, score: annotation.score },
    ...(text === undefined ? {} : { text }),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  };
  const checked = annotationSchema.omit({ id: true, source: true }).safeParse(wanted);
  if (checked.success) return { ...wanted, ref: annotation.ref };
  const [problem] = checked.error.issues;
  return refuse("invalid_annotation", `${problem?.path.join(".")}: ${problem?.message}`);
}

/** What a span covers is taken from the text itself; what the dataset says of it is checked. */
function textOf(
  run: Run,
  { item, points, annotation }: Reading,
  geometry: Annotation["geometry"],
): string | undefined {
  if (points === null || geometry.kind !== "interval") return annotation.text;
  const surface = points.slice(geometry.start, geometry.end);
  if (annotation.text !== undefined && annotation.text !== surface) {
    const said = JSON.stringify(annotation.text.slice(0, 60));
    const found = JSON.stringify(surface.slice(0, 60));
    const message = `A span is said to cover ${said}, but the text has ${found} there.`;
    run.onIssue({ code: "surface_differs", severity: "warning", where: item.name, message });
  }
  return surface.length > MAX_ANNOTATION_TEXT ? undefined : surface;
}

/** The geometry as far as it lies on the item; null when nothing of it does. */
function clipTo(
  geometry: Annotation["geometry"],
  size: { width: number; height: number },
  onClipped: (message: string) => void,
): Annotation["geometry"] | null {
  const spec = geometrySpec(geometry);
  const { x, y, w, h } = spec.bounds(geometry);
  const outside = Math.max(-x, -y, x + w - size.width, y + h - size.height);
  if (outside <= 0) return geometry;
  const clipped = spec.normalise(geometry, size);
  const unit = geometry.kind === "interval" ? "units" : "px";
  if (clipped && outside > CLIP_TOLERANCE_PX) {
    onClipped(`An annotation reached ${outside.toFixed(1)} ${unit} outside and was clipped.`);
  }
  return clipped;
}

function leaveOut(run: Run, where: string, reason: string, count = 1): void {
  run.counts.annotations.leftOut += count;
  const message = `${count} annotations are left out: ${reason}.`;
  run.onIssue({ code: "not_written", severity: "error", where, message });
}

function noCounts(): Counts {
  return {
    items: { listed: 0, added: 0, matchedByContent: 0, matchedByName: 0, leftOut: 0 },
    annotations: { listed: 0, added: 0, alreadyThere: 0, keptAsEdited: 0, removed: 0, leftOut: 0 },
  };
}

function countMatch({ items }: Counts, matched: MatchedItem | null): void {
  if (!matched) items.leftOut += 1;
  else if (matched.how === "added") items.added += 1;
  else if (matched.how === "content") items.matchedByContent += 1;
  else items.matchedByName += 1;
}

function countPlan({ annotations }: Counts, plan: MergePlan): void {
  annotations.added += plan.added;
  annotations.alreadyThere += plan.alreadyThere;
  annotations.keptAsEdited += plan.keptAsEdited;
  annotations.removed += plan.removed;
  annotations.leftOut += plan.leftOut;
}

/** How many items there will be: about as many as images, when images are there at all. */
function mediaTotal({ items }: Counts, mediaCount: number): number {
  return mediaCount === 0 ? 0 : Math.max(mediaCount, items.listed);
}

/** The queries resolve at once: without this a long import would let no request through. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
