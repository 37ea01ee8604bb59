import "server-only";
import os from "node:os";
import pLimit from "p-limit";
import { v7 as uuidv7 } from "uuid";
import { applyOp } from "@/db/queries/apply-op";
import type { ImportTarget } from "@/db/queries/import-match";
import { readLayer } from "@/db/queries/layers";
import { readMediaKind } from "@/db/queries/projects";
import type { Store } from "@/db/store";
import type { ImportOptions, ImportReport } from "@/lib/api/imports";
import type { OpenTree } from "@/lib/formats/archive/tree";
import type {
  DatasetAnnotation,
  DatasetEvent,
  DatasetItem,
  Format,
  Issue,
} from "@/lib/formats/format";
import { isMediaPath } from "@/lib/formats/media-index";
import { createReportFold } from "@/lib/formats/report";
import type { App } from "../app";
import { AppError } from "../app-error";
import { chooseFormat } from "./choose-format";
import { createMediaInspector } from "./inspect-media";
import { pixelsOf } from "./item-extent";
import { createItemMatcher, type ItemMatcher, type MatchedItem } from "./match-items";
import { createLabelMatcher, type LabelMatcher } from "./match-labels";
import { type MergePlan, mergeAnnotations, type WantedAnnotation } from "./merge-annotations";
import { readAnnotations } from "./read-annotations";
import { settleTable } from "./table-head";
import { createSuggestionTaker, type SuggestionTaker } from "./take-suggestions";

/** The history names the writer of an import by this. */
const CLIENT_ID = "import";
/** What is looked at together and written by one commit: enough to wait for the disk seldom, little enough for others to get their turn. */
const BATCH = { items: 64, annotations: 2_000, textUnits: 4_000_000 };
/** Media files that are decoded at a time. */
const LOOKS_AT_A_TIME = Math.max(2, os.availableParallelism());

export type ImportInput = {
  app: App;
  projectId: string;
  userId: string;
  files: OpenTree;
  /** What the file or folder is called: the title of its suggestions when the options name none. */
  name?: string;
  options: ImportOptions;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
};

type Counts = Pick<ImportReport, "items" | "annotations">;
type Run = ImportInput & {
  counts: Counts;
  labels: LabelMatcher;
  matcher: ItemMatcher;
  suggestions: SuggestionTaker;
  /** Layers that this import has written to: a second file of the dataset only adds to them. */
  touched: Set<string>;
  givesState: "listed" | "annotated" | "none";
  onIssue(issue: Issue): void;
};

/**
 * Takes a dataset into a project, or in a dry run says what that would do. Items are taken in by the batch: a batch is
 * written whole or not at all. What was done stays when it is cut off, and is recognised the next time.
 */
export async function importDataset(input: ImportInput): Promise<ImportReport> {
  const { app, files, options, signal } = input;
  const { isDryRun } = options;
  const media = await readMediaKind(app.store, input.projectId);
  if (!media) throw new AppError("not_found", "This project does not exist any more.");
  const { format, why, isOwn } = await chooseFormat(files, { id: options.format, media });
  const fold = createReportFold(format.id);
  const onIssue = fold.issue;
  const counts = noCounts();
  const labels = await createLabelMatcher(app.store, { ...input, onIssue });
  const encoding = options.table?.encoding ?? null;
  const inspector = createMediaInspector({ ...input, media, isDryRun, encoding });
  const matcher = createItemMatcher({
    ...{ ...input, store: app.store, isDryRun, inspector, onIssue },
    fillsSplits: options.as === "work",
  });
  const isTable = format.id === "table";
  const table = isTable && options.table ? await settleTable(files, options.table) : null;
  const isForeignTable = isTable && !(isOwn && table === null);
  const givesState = options.as === "work" ? statesGivenBy(format, isForeignTable) : "none";
  const fileName = input.name ?? "";
  const suggestions = createSuggestionTaker({ ...input, media, fileName, onIssue });
  const touched = new Set<string>();
  const run: Run = {
    ...input,
    ...{ counts, labels, matcher, suggestions, touched, givesState, onIssue },
  };
  const mediaCount = files.files().filter(({ path }) => isMediaPath(path, media)).length;

  for (const issue of files.issues) onIssue(issue);
  const events = format.read(files, {
    media,
    ...(table ? { table } : {}),
    async imageSize({ path, name }) {
      if (path === null) return matcher.sizeByName(name);
      // What is wrong with the file is reported when the item itself comes.
      return inspector.measure(path).then(pixelsOf, () => null);
    },
  });
  let looked = 0;
  const onLooked = () => {
    looked += 1;
    input.onProgress?.(looked, mediaCount === 0 ? 0 : Math.max(mediaCount, looked));
  };
  for await (const batch of batches(events, { run, fold })) {
    await takeIn(run, batch, onLooked);
    signal?.throwIfAborted();
    await breathe();
  }
  await labels.finish(app.store);
  return {
    isDryRun,
    format: { id: format.id, name: format.name, why },
    ...counts,
    suggestions: suggestions.counts,
    labels: labels.report(),
    dataset: fold.report(),
  };
}

const EMPTY_LAYER = { rev: 0, records: [], state: "new" } as const;

type Given = { item: DatasetItem; annotations: DatasetAnnotation[] };

/** The items with their annotations, some at a time; labels are told of as they come. */
async function* batches(
  events: AsyncIterable<DatasetEvent>,
  { run, fold }: { run: Run; fold: ReturnType<typeof createReportFold> },
): AsyncGenerator<Given[]> {
  let batch: Given[] = [];
  let weight = 0;
  for await (const event of events) {
    run.signal?.throwIfAborted();
    // Said better by the matcher, which also knows the project's items.
    if (event.type === "issue" && event.issue.code === "media_missing") continue;
    if (event.type === "item" && weight >= 1) {
      yield batch;
      batch = [];
      weight = 0;
    }
    fold.event(event);
    if (event.type === "label") run.labels.add(event.label);
    else if (event.type === "item") {
      batch.push({ item: event.item, annotations: [] });
      weight += 1 / BATCH.items + (event.item.text?.length ?? 0) / BATCH.textUnits;
    } else if (event.type === "annotation") {
      countsOf(run, event.annotation).listed += 1;
      weight += 1 / BATCH.annotations;
      const current = batch.at(-1);
      if (event.annotation.item === current?.item.ref) current.annotations.push(event.annotation);
      else leaveOut(run, event.annotation.item, "it does not follow its item in the files");
    }
  }
  if (batch.length > 0) yield batch;
}

/** Decoding takes the time and needs no order; what is written keeps the order of the dataset. */
async function takeIn(run: Run, batch: readonly Given[], onLooked: () => void): Promise<void> {
  const { app, matcher, counts, options } = run;
  const limit = pLimit(LOOKS_AT_A_TIME);
  const looking = batch.map(({ item }) => limit(() => matcher.look(item).finally(onLooked)));
  const looked = await Promise.all(looking);
  const write = async (store: Store) => {
    for (const [index, given] of batch.entries()) {
      const found = looked[index];
      if (!found) continue;
      const matched = await matcher.match(store, given.item, found);
      counts.items.listed += 1;
      countMatch(counts, matched);
      await writeItem(store, run, { ...given, matched });
    }
  };
  if (options.isDryRun) await write(app.store);
  else await app.store.transaction(write);
}

async function writeItem(
  store: Store,
  run: Run,
  { item, annotations, matched }: Given & { matched: MatchedItem | null },
): Promise<void> {
  const { counts, suggestions } = run;
  if (!matched) {
    for (const annotation of annotations) countsOf(run, annotation).leftOut += 1;
    return;
  }
  const { work, suggested } = suggestions.sort(annotations);
  for (const [title, given] of suggested) {
    const wanted = await readAnnotations(store, run, { item, matched, annotations: given });
    suggestions.counts.leftOut += given.length - wanted.length;
    await suggestions.take(store, { where: item.name, title, target: matched.target, wanted });
  }
  const wanted = await readAnnotations(store, run, { item, matched, annotations: work });
  counts.annotations.leftOut += work.length - wanted.length;
  const givesState = run.givesState === "listed" && item.isUntouched !== true;
  if (wanted.length === 0 && !givesState) return;
  const { target } = matched;
  if (target)
    await writeLayer(store, run, { item, target, wanted, isNew: matched.how === "added" });
  else counts.annotations.added += wanted.length;
}

/** Where it counts: as work, or as a suggestion. */
function countsOf({ counts, suggestions }: Run, annotation: DatasetAnnotation) {
  return suggestions.isSuggestion(annotation) ? suggestions.counts : counts.annotations;
}

async function writeLayer(
  store: Store,
  run: Run,
  of: {
    item: DatasetItem;
    target: ImportTarget;
    wanted: readonly WantedAnnotation[];
    /** Nobody can have written to it. */
    isNew: boolean;
  },
): Promise<void> {
  const { options, touched, userId } = run;
  const { item, wanted } = of;
  const { layerId } = of.target;
  const layer =
    of.isNew && !touched.has(layerId) ? EMPTY_LAYER : await readLayer(store, { layerId, since: 0 });
  if (!layer) {
    leaveOut(run, item.name, "somebody deleted the item meanwhile", wanted.length);
    return;
  }
  const mode = touched.has(layerId) ? "add" : options.mode;
  const plan = mergeAnnotations({ layerId, records: layer.records, wanted, mode });
  const givenState = item.isSkipped ? "skipped" : options.state;
  const state = run.givesState !== "none" && layer.state === "new" ? givenState : undefined;
  if (!options.isDryRun && (plan.changes.length > 0 || state !== undefined)) {
    const now = Date.now();
    const { changes } = plan;
    const result = await applyOp(store, {
      ...{ layerId, userId, cause: "import", now },
      op: {
        ...{ clientId: CLIENT_ID, opId: uuidv7(), baseRev: layer.rev, changes, at: now },
        ...(state ? { state } : {}),
      },
    });
    if (result.kind !== "accepted") {
      const reason = result.kind === "refused" ? result.message : "the item was in use";
      leaveOut(run, item.name, reason, wanted.length);
      return;
    }
  }
  touched.add(layerId);
  countPlan(run.counts, plan);
  if (plan.leftOut > 0) {
    const message = `${plan.leftOut} relations are left out: an end of them is not there.`;
    run.onIssue({ code: "relation_without_end", severity: "error", where: item.name, message });
  }
}

/** Somebody's table lists what is to be labelled: a row without a class says nothing of it. */
function statesGivenBy({ carries }: Format, isForeignTable: boolean): Run["givesState"] {
  if (carries.geometries.length === 0) return "none";
  return isForeignTable ? "annotated" : "listed";
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

/** The queries resolve at once: without this a long import would let no request through. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
