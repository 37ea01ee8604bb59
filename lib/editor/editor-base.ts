import { v7 } from "uuid";
import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Patch } from "@/lib/annotation/patch";
import { type ClipboardStore, createClipboard } from "./clipboard";
import { createDocument, type EditorDocument } from "./document";
import { createHistory, type History } from "./history";
import { createLabelBook } from "./label-book";
import { createPreferences, type PreferencesStore } from "./preferences";
import { pick, type SelectMode, without } from "./selection";
import type { Notice, SessionStore } from "./session";
import { createJointDocument, type JointDocument } from "./suggestions/joint-document";
import type { SuggestionSource } from "./suggestions/suggestion-layer";

export type EditorOptions = {
  item: { id: string };
  labels: Iterable<Label>;
  /** Either the annotations, or a document that somebody else (the saver) already listens to. */
  annotations: Iterable<Annotation> | EditorDocument;
  /** What models suggest; more may come later. */
  suggestions?: readonly SuggestionSource[];
  /** What `history.save()` gave when the item was last open; anything unreadable is ignored. */
  history?: unknown;
  /** Shared by the editors of all items; default: stores of their own that nothing outlives. */
  preferences?: PreferencesStore;
  clipboard?: ClipboardStore;
  /** Look, select and copy only. */
  isReadOnly?: boolean;
  newId?: () => string;
};

/** The part of an editor that needs to know nothing of the kind of media. */
export interface EditorBase {
  readonly item: { id: string };
  readonly isReadOnly: boolean;
  readonly document: EditorDocument;
  /** With the layers of suggestions: what the history takes back. */
  readonly joint: JointDocument;
  readonly session: SessionStore;
  readonly preferences: PreferencesStore;
  readonly clipboard: ClipboardStore;
  readonly history: History;

  /** Ids that do not exist are left out. Default mode: in place of what was selected. */
  select(ids: Iterable<AnnotationId>, mode?: SelectMode): void;
  /** Labels may change while the item is open; annotations of a removed one stay and are drawn neutral. */
  setLabels(labels: Iterable<Label>): void;
  notify(notice: Notice): void;
  /**
   * One entry of the history. `isJoining`: joins the newest entry instead, for keys held down.
   * Returns false, and changes nothing, when the editor is read-only or the patch is empty.
   */
  commit(patch: Patch<Annotation>, options?: { isJoining?: boolean }): boolean;
  /** Neither hidden nor locked: within the reach of pointer and keys. */
  isFree(id: AnnotationId): boolean;
  isEditable(id: AnnotationId): boolean;
  isHidden(id: AnnotationId): boolean;
  newId(): AnnotationId;
  dispose(): void;
}

export function documentOf(annotations: EditorOptions["annotations"]): EditorDocument {
  return "subscribe" in annotations ? annotations : createDocument(annotations);
}

/** `session` is made by the kind of media, which keeps more in it than is needed here. */
export function createEditorBase(
  options: Omit<EditorOptions, "annotations" | "suggestions"> & {
    document: EditorDocument;
    session: SessionStore;
  },
): EditorBase {
  const { document, item, session, isReadOnly = false, newId = v7 } = options;
  const { preferences = createPreferences(), clipboard = createClipboard() } = options;
  const get = session.getState;
  // Before the history, so that whoever hears of an undo finds nothing selected that is gone.
  const endForgetting = document.subscribe((patch) => forgetRemoved(session, patch));
  const joint = createJointDocument(document);
  const history = createHistory(joint, options.history);
  const isHidden = (id: AnnotationId) => get().hidden.has(id);
  const isFree = (id: AnnotationId) => !isHidden(id) && !get().locked.has(id);

  function setLabels(labels: Iterable<Label>): void {
    const book = createLabelBook(labels);
    const active = book.get(get().activeLabelId) ?? book.list[0];
    session.setState({ labels: book, activeLabelId: active?.id ?? null });
  }

  setLabels(options.labels);
  return {
    item,
    isReadOnly,
    document,
    joint,
    session,
    preferences,
    clipboard,
    history,
    select(ids, mode = "replace") {
      const exists = (id: AnnotationId) => document.current().has(id);
      session.setState({ selection: pick(get().selection, ids, { mode, exists }) });
    },
    setLabels,
    notify: (notice) => session.setState({ notice }),
    commit(patch, { isJoining = false } = {}) {
      if (isReadOnly || patch.size === 0) return false;
      const work = () => document.commit(patch, "local");
      if (isJoining) history.joining(work);
      else work();
      return true;
    },
    isFree,
    isEditable: (id) => !isReadOnly && isFree(id),
    isHidden,
    newId,
    dispose() {
      endForgetting();
      history.dispose();
      joint.dispose();
    },
  };
}

/** What was removed can neither be selected nor pointed at. */
function forgetRemoved(session: SessionStore, patch: Patch<Annotation>): void {
  const { selection, hover } = session.getState();
  const isGone = (id: AnnotationId) => patch.get(id)?.after === null;
  const kept = without(selection, isGone);
  if (kept !== selection) session.setState({ selection: kept });
  if (hover && isGone(hover.id)) session.setState({ hover: null });
}
