import * as z from "zod/mini";
import { type Annotation, annotationSchema } from "@/lib/annotation/annotation";
import { type Change, composePatches, invertPatch, type Patch } from "@/lib/annotation/patch";
import { sameRecord } from "@/lib/annotation/same-record";
import type { EditorDocument } from "./document";

/** Longer than an id alone: records of a model's layer bear the layer's before their own. */
const placeSchema = z.string().check(z.minLength(1), z.maxLength(200));
const change = z.strictObject({
  id: placeSchema,
  before: z.nullable(annotationSchema),
  after: z.nullable(annotationSchema),
});
/** Both stacks as they are kept across a reload; the newest entry is last. */
export const savedHistorySchema = z.strictObject({
  v: z.literal(1),
  undo: z.array(z.array(change)),
  redo: z.array(z.array(change)),
});
export type SavedHistory = z.infer<typeof savedHistorySchema>;

/** What a history takes back: a document, or several as one (suggestions/joint-document.ts). */
export type Undoable = Pick<EditorDocument, "commit" | "subscribe"> & {
  current(): Pick<ReadonlyMap<string, Annotation>, "get">;
  /** False for a record of a document that is not here: it is left alone. Default: all are here. */
  reaches?(id: string): boolean;
};

/** What an undo or redo did, and the ids it left alone because someone else had changed them. */
export type HistoryStep = { patch: Patch<Annotation>; skipped: readonly string[] };

/**
 * The person's own changes of one item, without limit. One `commit` with origin "local" is one
 * entry; a new one ends what could be redone.
 *
 * Others' changes are never undone from here. An entry is undone record by record: a record that
 * is no longer as this person left it (another tab, a colleague, a restored version) keeps its
 * present form and is reported as skipped. An entry of which nothing is left is dropped, so that
 * one press of undo always reaches the newest change that can still be taken back.
 */
export interface History {
  canUndo(): boolean;
  canRedo(): boolean;
  /** Null when there is nothing to undo. The document has changed when it returns. */
  undo(): HistoryStep | null;
  redo(): HistoryStep | null;
  /**
   * Local commits made by `work` join the newest entry if it changed the same annotations: a key
   * held down is one gesture.
   */
  joining(work: () => void): void;
  save(): SavedHistory;
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

/** `saved` is what `save` gave; anything else counts as an empty history. */
export function createHistory(document: Undoable, saved?: unknown): History {
  const restored = savedHistorySchema.safeParse(saved);
  let undoStack: Patch<Annotation>[] = restored.success ? restored.data.undo.map(patchOf) : [];
  let redoStack: Patch<Annotation>[] = restored.success ? restored.data.redo.map(patchOf) : [];
  let isJoining = false;
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };

  const unsubscribe = document.subscribe((patch, origin) => {
    if (origin !== "local") return;
    const last = undoStack.at(-1);
    if (isJoining && last && touchesSame(last, patch)) {
      undoStack.pop();
      const joined = composePatches(last, patch);
      if (joined.size > 0) undoStack.push(joined);
    } else undoStack.push(patch);
    redoStack = [];
    notify();
  });

  function step(from: Patch<Annotation>[], to: Patch<Annotation>[]): HistoryStep | null {
    const skipped: string[] = [];
    for (let entry = from.pop(); entry; entry = from.pop()) {
      const patch = new Map<string, Change<Annotation>>();
      for (const [id, { before, after }] of invertPatch(entry)) {
        const present = document.current().get(id) ?? null;
        const isHere = document.reaches?.(id) ?? true;
        if (isHere && sameRecord(present, before)) patch.set(id, { before: present, after });
        else skipped.push(id);
      }
      if (patch.size === 0) continue;
      to.push(patch);
      document.commit(patch, "history");
      notify();
      return { patch, skipped };
    }
    if (skipped.length > 0) notify();
    return skipped.length > 0 ? { patch: new Map(), skipped } : null;
  }

  return {
    canUndo: () => undoStack.length > 0,
    canRedo: () => redoStack.length > 0,
    undo: () => step(undoStack, redoStack),
    redo: () => step(redoStack, undoStack),
    joining(work) {
      isJoining = true;
      try {
        work();
      } finally {
        isJoining = false;
      }
    },
    save: () => ({ v: 1, undo: undoStack.map(changesOf), redo: redoStack.map(changesOf) }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      unsubscribe();
      listeners.clear();
      undoStack = [];
      redoStack = [];
    },
  };
}

function touchesSame(a: Patch<Annotation>, b: Patch<Annotation>): boolean {
  return a.size === b.size && [...a.keys()].every((id) => b.has(id));
}

function patchOf(changes: readonly z.infer<typeof change>[]): Patch<Annotation> {
  return new Map(changes.map(({ id, before, after }) => [id, { before, after }]));
}

function changesOf(patch: Patch<Annotation>): z.infer<typeof change>[] {
  return [...patch].map(([id, { before, after }]) => ({ id, before, after }));
}
