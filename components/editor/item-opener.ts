import type { MediaOpener, OpenedMedia } from "@/components/editor/media/opened-media";
import type { Label } from "@/lib/annotation/label";
import type { OpenItemData } from "@/lib/api/open-item";
import type { SuggestionLayer } from "@/lib/api/suggestion-layers";
import type { ClipboardStore } from "@/lib/editor/clipboard";
import type { Editor } from "@/lib/editor/editor";
import type { PreferencesStore } from "@/lib/editor/preferences";
import { type BrowserSaving, openBrowserSaving } from "@/lib/editor/saving/browser-saving";
import { type HistoryStore, openHistoryStore } from "@/lib/editor/saving/history-store";
import type { Saver } from "@/lib/editor/saving/saver";
import { createItemPlace } from "./item-place";
import { createItemSource, type FoundItem, isAway, isSignedOut } from "./item-source";
import { keepHistory } from "./keep-history";
import { joinLayers, type OpenedSuggestions, openLayers } from "./suggestions/opened-suggestions";
import { createReturn } from "./when-back";
import { createWorkQueue, type NothingReason, type WorkQueue } from "./work-queue";

/** Everything that belongs to the item that is open. */
export type OpenedItem = {
  data: OpenItemData;
  editor: Editor;
  saver: Saver;
  media: OpenedMedia;
  /** Shows what a model said just now. */
  takeSuggestions(layer: SuggestionLayer): Promise<void>;
};

/** Why the item asked for is not there yet; it is tried again by itself. */
export type Waiting = "away" | "signed-out";

export type OpenerState = {
  /** What the person asked for; differs from the opened one while it loads. */
  itemId: string;
  opened: OpenedItem | null;
  waiting: Waiting | null;
  error: unknown;
  isDurable: boolean;
  /** Why the queue had nothing more, when it was last asked. */
  nothing: NothingReason | null;
};

export type OpenerOptions = {
  userId: string;
  media: MediaOpener;
  labels: readonly Label[];
  filter: string;
  /** What will probably be opened after an item, where that is not the order of the view. */
  ahead?: (itemId: string) => readonly string[];
  /** Go from item to item as the server hands them out, not through the view. */
  queue?: { projectId: string } | null;
  /** How the layer of a known answer is called. */
  answerTitle?: string;
  isReadOnly: boolean;
  preferences: PreferencesStore;
  clipboard: ClipboardStore;
};

/**
 * Opens one item after the other in the same page. The item on screen stays until the next one can
 * take its place; the neighbours are loaded ahead.
 */
export interface ItemOpener {
  state(): OpenerState;
  subscribe(listener: () => void): () => void;
  /** `data` when the server sent it with the page. */
  open(itemId: string, data?: OpenItemData): Promise<void>;
  /**
   * To the neighbour of the item asked for last, even while that one still loads: two quick presses
   * are two steps. False at the end of the view.
   */
  step(direction: "next" | "previous"): Promise<boolean>;
  /** No longer waits for the item asked for: the one on screen is the one that is meant. */
  stay(): void;
  /** Loads the open item anew; its unsent work stays. */
  reload(): Promise<void>;
  /** Once all is sent, loads the open item anew; true when it now has a known answer to look at. */
  showAnswer(): Promise<boolean>;
  setLabels(labels: readonly Label[]): void;
  dispose(): void;
}

type Tools = { saving: BrowserSaving; histories: HistoryStore | null };

export function createItemOpener(options: OpenerOptions, itemId: string): ItemOpener {
  const { media: mediaOpener, userId } = options;
  const listeners = new Set<() => void>();
  const source = createItemSource({
    filter: options.filter,
    onLoad: (data, distance) => mediaOpener.prefetch(data, { isNext: distance === 1 }),
  });
  const place = createItemPlace(options.filter);
  const queue = options.queue
    ? createWorkQueue({ ...options.queue, onAhead: (id) => source.ahead([id]) })
    : null;
  const comeBack = createReturn(() => void open(state.itemId));
  let tools: Promise<Tools> | null = null;
  let labels = options.labels;
  let state: OpenerState = {
    itemId,
    opened: null,
    waiting: null,
    error: null,
    isDurable: true,
    nothing: null,
  };
  let release: () => void = () => {};
  let target: Promise<FoundItem> | null = null;
  let turn = 0;
  let isDisposed = false;

  function set(change: Partial<OpenerState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function prepare(): Promise<Tools> {
    tools ??= openTools(userId);
    return tools;
  }

  async function open(id: string, given?: OpenItemData): Promise<void> {
    turn += 1;
    const mine = turn;
    const isOver = () => mine !== turn || isDisposed;
    comeBack.cancel();
    set({ itemId: id, error: null, nothing: null });
    try {
      target = given ? Promise.resolve({ data: given, isOld: false }) : source.find(id);
      const { data: found, isOld } = await target;
      const data = withAnswer(found, options.answerTitle ?? "");
      if (isOver()) return;
      const loading = mediaOpener.open(data, state.opened?.data ?? null);
      const { saving, histories } = await prepare();
      const [saved, layers, history] = await Promise.all([
        saving.saving.open(data.layer),
        openLayers(saving.saving, data),
        histories?.load(id).catch(() => null) ?? null,
      ]);
      const media = await loading;
      const { document } = saved;
      const suggested = joinLayers({ saving: saving.saving, data, main: saved.saver, layers });
      const { saver } = suggested;
      if (isOver()) {
        media.dispose();
        void saver.dispose();
        return;
      }
      show({ data, media, history, document, suggested, histories });
      set({ isDurable: saving.isDurable });
      if (isOld) saver.refresh();
      if (queue) queue.opened(id);
      else if (options.ahead) source.ahead(options.ahead(id));
      else {
        source.surround(data);
        void fillPlace(id);
      }
    } catch (error) {
      if (!isOver()) fail(error);
    }
  }

  /** In a view that takes long to search, where the item stands is asked for when it can be worked on. */
  async function fillPlace(id: string): Promise<void> {
    const isOpen = () => state.opened?.data.item.id === id && !isDisposed;
    const { total, previous, next } = state.opened?.data.neighbours ?? {};
    const isKnown = total !== null && previous !== undefined && next !== undefined;
    const neighbours = isKnown || !isOpen() ? null : await place.ask(id);
    const { opened } = state;
    if (!neighbours || !opened || !isOpen()) return;
    const data = { ...opened.data, neighbours };
    set({ opened: { ...opened, data } });
    source.surround(data);
  }

  /** Loaded anew, an item keeps what could be undone a moment ago. */
  function keptHistory(itemId: string): unknown {
    const { opened } = state;
    return opened?.data.item.id === itemId ? opened.editor.history.save() : null;
  }

  /** With an item on screen there is work to go on with: then it waits, and tries again by itself. */
  function fail(error: unknown): void {
    const waiting = isAway(error) ? "away" : isSignedOut(error) ? "signed-out" : null;
    if (!waiting || !state.opened) {
      set({ error, waiting: null });
      return;
    }
    set({ waiting });
    comeBack.wait();
  }

  function show(ready: {
    data: OpenItemData;
    media: OpenedMedia;
    history: unknown;
    document: Editor["document"];
    suggested: OpenedSuggestions;
    histories: HistoryStore | null;
  }): void {
    const { media, suggested, histories } = ready;
    const { saver } = suggested;
    const neighbours = queue
      ? { previous: queue.previous(ready.data.item.id), index: null, total: null }
      : place.known(ready.data);
    const data = { ...ready.data, neighbours };
    const before = state.opened?.editor ?? null;
    release();
    const { preferences, clipboard } = options;
    const isReadOnly = options.isReadOnly || data.work.readReason !== null;
    const editor = media.createEditor(
      {
        labels,
        annotations: ready.document,
        suggestions: suggested.sources,
        history: keptHistory(data.item.id) ?? ready.history ?? undefined,
        preferences,
        clipboard,
        isReadOnly,
      },
      before,
    );
    keepLabel(before, editor);
    const endHistory = keepHistory(histories, { itemId: data.item.id, history: editor.history });
    release = () => {
      release = () => {};
      source.keep({
        ...data,
        layer: { ...data.layer, ...saver.confirmed() },
        ...{ suggestions: suggested.confirmed(editor) },
      });
      endHistory();
      media.dispose();
      editor.dispose();
      void saver.dispose();
    };
    comeBack.reset();
    const takeSuggestions = (layer: SuggestionLayer) => suggested.take(editor, layer);
    const opened: OpenedItem = { data, editor, saver, media, takeSuggestions };
    set({ opened, error: null, waiting: null });
  }

  async function stepQueue(way: WorkQueue, direction: "next" | "previous"): Promise<boolean> {
    const from = state.itemId;
    if (direction === "previous") {
      const id = way.previous(from);
      if (id) void open(id);
      return id !== null;
    }
    try {
      // What is on its way decides what comes next: a submitted item does not come again.
      await whenSent(state.opened?.saver);
      const { itemId: id, reason } = await way.next(from);
      if (state.itemId !== from) return true;
      if (id) void open(id);
      else set({ nothing: reason ?? "with-others" });
    } catch (error) {
      fail(error);
    }
    return true;
  }

  const opener: ItemOpener = {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open,
    async step(direction) {
      const found = await target?.catch(() => null);
      if (queue && found) return stepQueue(queue, direction);
      if (!found) {
        // An item that is waited for has no neighbours yet, but one knows where one came from.
        const cameBy = direction === "next" ? "previous" : "next";
        if (state.opened?.data.neighbours[cameBy] === state.itemId) opener.stay();
        return true;
      }
      const known = found.data.neighbours[direction];
      const id = known === undefined ? (await place.ask(found.data.item.id))?.[direction] : known;
      if (id) void open(id);
      return Boolean(id);
    },
    stay() {
      turn += 1;
      comeBack.cancel();
      const { opened } = state;
      if (!opened) return;
      target = Promise.resolve({ data: opened.data, isOld: false });
      set({ itemId: opened.data.item.id, waiting: null });
    },
    async reload() {
      source.forget(state.itemId);
      await open(state.itemId);
    },
    async showAnswer() {
      const { itemId: id, opened } = state;
      await whenSent(opened?.saver);
      if (state.itemId !== id || opened?.saver.status().kind !== "saved") return false;
      await opener.reload();
      return state.opened?.data.item.id === id && state.opened.data.answer !== null;
    },
    setLabels(next) {
      labels = next;
      state.opened?.editor.setLabels(next);
    },
    dispose() {
      isDisposed = true;
      queue?.dispose();
      comeBack.cancel();
      release();
      mediaOpener.dispose();
      void tools?.then(({ saving, histories }) => {
        void saving.saving.dispose();
        histories?.close();
      });
    },
  };
  return opener;
}

async function openTools(userId: string): Promise<Tools> {
  const [saving, histories] = await Promise.all([
    openBrowserSaving(userId),
    // Without one, a reload forgets what could be undone.
    openHistoryStore({ userId, now: Date.now }).catch(() => null),
  ]);
  return { saving, histories };
}

/** A known answer is drawn as what is suggested is. */
function withAnswer(data: OpenItemData, title: string): OpenItemData {
  if (!data.answer) return data;
  return { ...data, suggestions: [...data.suggestions, { ...data.answer.layer, title }] };
}

/** Until the server has answered for everything, or cannot. */
function whenSent(saver: Saver | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (saver?.status().kind !== "saving") {
      resolve();
      return;
    }
    const end = saver.subscribe(() => {
      if (saver.status().kind === "saving") return;
      end();
      resolve();
    });
  });
}

/** The next item goes on with the same label. */
function keepLabel(from: Editor | null, to: Editor): void {
  const activeLabelId = from?.session.getState().activeLabelId ?? null;
  if (to.session.getState().labels.get(activeLabelId)) to.session.setState({ activeLabelId });
}
