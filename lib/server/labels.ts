import "server-only";
import { countLeft, type LabelSweep } from "@/db/queries/label-sweep";
import {
  bringLabelBack,
  createLabels,
  type LabelChange,
  LabelRefused,
  type LabelsAdded,
  listLabels,
  orderLabels,
  readLabelUsage,
  readRow,
  retireLabel,
  updateLabel,
} from "@/db/queries/labels";
import type { LabelJobPayload, LabelSwept, LabelsImported, LabelView } from "@/lib/api/labels";
import type { NewLabel } from "@/lib/api/projects";
import { normaliseShortcut } from "@/lib/commands/keymap";
import { EDITOR_COMMANDS } from "@/lib/editor/commands";
import { TALK_COMMANDS } from "@/lib/editor/commands/talk";
import { getApp } from "./app";
import { AppError } from "./app-error";
import { runJob, startJob } from "./job-runner";
import { publish } from "./live/bus";

/** Up to so many annotations are changed while the request waits; more while it does not. */
const MAX_INLINE_ANNOTATIONS = 2_000;

const RESERVED_KEYS: ReadonlySet<string> = new Set(
  [...EDITOR_COMMANDS, ...TALK_COMMANDS].flatMap(({ shortcuts }) =>
    shortcuts.flatMap((shortcut) => normaliseShortcut(shortcut) ?? []),
  ),
);

type Of = { projectId: string; labelId: string; userId: string };

/** Adds what is new; `name_taken` when nothing is. */
export async function addLabels(
  projectId: string,
  wanted: readonly NewLabel[],
): Promise<LabelsAdded> {
  for (const { hotkey } of wanted) refuseReserved(hotkey);
  const { store } = getApp();
  const args = { projectId, wanted: wanted.map(withLowerKey), now: Date.now() };
  const added = await createLabels(store, args).catch(rethrow);
  if (added.labels.length === 0) {
    throw refusal(new LabelRefused("name_taken", added.skipped.join(", ")));
  }
  publish(projectId, { kind: "labels" });
  return added;
}

export async function changeLabel(change: Omit<LabelChange, "now">): Promise<LabelView> {
  refuseReserved(change.hotkey);
  const args = { ...withLowerKey(change), now: Date.now() };
  const changed = await updateLabel(getApp().store, args).catch(rethrow);
  publish(change.projectId, { kind: "labels" });
  return changed;
}

export async function setLabelOrder(projectId: string, ids: readonly string[]): Promise<void> {
  await orderLabels(getApp().store, { projectId, ids, now: Date.now() }).catch(rethrow);
  publish(projectId, { kind: "labels" });
}

/**
 * Takes labels from a file. A name that exists keeps its identity and takes colour, hotkey and
 * geometries; a hotkey that is not free is left out, and a name that comes twice counts once.
 */
export async function importLabels(
  projectId: string,
  wanted: readonly NewLabel[],
): Promise<LabelsImported> {
  const { store } = getApp();
  const existing = await listLabels(store, projectId);
  const byName = new Map(existing.map((label) => [label.name, label]));
  const owners = new Map(existing.map((label) => [label.hotkey, label.name]));
  const result: LabelsImported = { created: 0, updated: 0, skipped: [] };
  const seen = new Set<string>();
  const fresh: NewLabel[] = [];
  for (const given of wanted) {
    if (seen.has(given.name)) {
      result.skipped.push(given.name);
      continue;
    }
    seen.add(given.name);
    const { name, hotkey, ...rest } = withLowerKey(given);
    const owner = hotkey ? owners.get(hotkey) : undefined;
    const isFree = !hotkey || (!isReserved(hotkey) && (owner === undefined || owner === name));
    if (hotkey && isFree) owners.set(hotkey, name);
    const label = { ...rest, ...(hotkey !== undefined && isFree ? { hotkey } : {}) };
    const known = byName.get(name);
    if (!known) fresh.push({ ...label, name });
    else {
      // A file that says what a label is for, but asks nothing, takes an old question away.
      const isAsked = label.geometries === undefined || label.answer !== undefined;
      const answer = isAsked ? {} : { answer: null };
      await changeLabel({ projectId, labelId: known.id, ...label, ...answer });
      result.updated += 1;
    }
  }
  if (fresh.length > 0) result.created = (await addLabels(projectId, fresh)).labels.length;
  return result;
}

export async function labelUsage(label: Omit<Of, "userId">) {
  const usage = await readLabelUsage(getApp().store, label);
  if (!usage) throw refusal(new LabelRefused("not_found"));
  return usage;
}

/**
 * The label goes, and its annotations with it; both come back by `restoreLabel`. Sent again, it
 * goes on where an earlier one was stopped; so do the two below.
 */
export async function deleteLabel(label: Of): Promise<LabelSwept> {
  const args = { ...label, into: null, now: Date.now() };
  const { deletedAt } = await retireLabel(getApp().store, args).catch(rethrow);
  return sweep({ ...label, kind: "delete", deletedAt });
}

export async function mergeLabel(label: Of & { into: string }): Promise<LabelSwept> {
  const { into, ...of } = label;
  const args = { ...of, into, now: Date.now() };
  const { deletedAt } = await retireLabel(getApp().store, args).catch(rethrow);
  return sweep({ ...of, kind: "merge", deletedAt });
}

export async function restoreLabel(label: Of): Promise<LabelSwept> {
  const { store } = getApp();
  const rest: LabelSweep = { ...label, kind: "restore", deletedAt: 0 };
  const row = await readRow(store, label);
  if (row?.deletedAt === null && (await countLeft(store, rest)) > 0) return sweep(rest);
  const { deletedAt } = await bringLabelBack(store, { ...label, now: Date.now() }).catch(rethrow);
  return sweep({ ...rest, deletedAt });
}

/** Always a job, so that a server which stops in the middle goes on with it when it starts. */
async function sweep({ projectId, userId, ...of }: LabelSweep): Promise<LabelSwept> {
  const app = getApp();
  const annotations = await countLeft(app.store, { projectId, userId, ...of });
  publish(projectId, { kind: "labels" });
  if (annotations === 0) return { jobId: null, annotations };
  const label = await readRow(app.store, { projectId, labelId: of.labelId });
  const into = label?.mergedInto
    ? await readRow(app.store, { projectId, labelId: label.mergedInto })
    : null;
  const payload: LabelJobPayload = {
    ...of,
    name: label?.name ?? "",
    into: into && { id: into.id, name: into.name },
  };
  const job = { kind: "label", projectId, userId, payload };
  if (annotations > MAX_INLINE_ANNOTATIONS) return { jobId: await startJob(app, job), annotations };
  await runJob(app, job);
  return { jobId: null, annotations };
}

function isReserved(hotkey: string): boolean {
  return RESERVED_KEYS.has(normaliseShortcut(hotkey) ?? hotkey);
}

function refuseReserved(hotkey: string | null | undefined): void {
  if (hotkey && isReserved(hotkey)) throw refusal(new LabelRefused("hotkey_taken", hotkey));
}

function withLowerKey<L extends { hotkey?: string | null | undefined }>(label: L): L {
  return label.hotkey ? { ...label, hotkey: label.hotkey.toLowerCase() } : label;
}

function rethrow(error: unknown): never {
  throw error instanceof LabelRefused ? refusal(error) : error;
}

function refusal({ reason, what }: LabelRefused): AppError {
  switch (reason) {
    case "name_taken": {
      const message = `There is already a label named ${what}.`;
      return new AppError("name_taken", message, {
        errors: [{ path: "name", code: "name_taken", message }],
      });
    }
    case "hotkey_taken": {
      const message = `The key ${what} is already used by a command or another label.`;
      return new AppError("hotkey_taken", message, {
        errors: [{ path: "hotkey", code: "hotkey_taken", message }],
      });
    }
    case "not_found":
      return new AppError("not_found", "There is no such label.");
    case "merged_away":
      return new AppError("conflict", "This label was merged into another one.");
    case "order_mismatch":
      return new AppError("conflict", "The labels have changed meanwhile; load them again.");
    case "same_label":
      return new AppError("invalid_request", "A label cannot be merged into itself.");
  }
}
