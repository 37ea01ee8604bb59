import type { ImageContent } from "@/components/editor/media/image/image-canvas";
import { createImageLoader, type ImageLoader } from "@/components/editor/media/image/image-loader";
import { createTileSource } from "@/components/editor/media/image/tile-source";
import type { Label } from "@/lib/annotation/label";
import { apiFetch } from "@/lib/api/client";
import { mediaUrl, type OpenItemData, openItemSchema } from "@/lib/api/open-item";
import type { ClipboardStore } from "@/lib/editor/clipboard";
import type { EditorDocument } from "@/lib/editor/document";
import { createImageEditor, type ImageEditor } from "@/lib/editor/image/image-editor";
import type { PreferencesStore } from "@/lib/editor/preferences";
import { type BrowserSaving, openBrowserSaving } from "@/lib/editor/saving/browser-saving";
import { type HistoryStore, openHistoryStore } from "@/lib/editor/saving/history-store";
import type { Saver } from "@/lib/editor/saving/saver";
import { mediaPlan } from "@/lib/media/image-plan";

/** Answers prefetched longer ago than this are asked for again. */
const PREFETCH_FRESH_MS = 30_000;
const HISTORY_SAVE_MS = 500;

/** Everything that belongs to the item that is open. */
export type OpenedItem = {
  data: OpenItemData;
  editor: ImageEditor;
  saver: Saver;
  /** Grows: null until the picture is there, and told anew when it is. */
  content: ImageContent;
  imageError: unknown;
};

export type OpenerState = {
  /** What the person asked for; differs from the opened one while it loads. */
  itemId: string;
  opened: OpenedItem | null;
  error: unknown;
  isDurable: boolean;
};

export type OpenerOptions = {
  userId: string;
  labels: readonly Label[];
  filter: string;
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
  /** Loads the open item anew; its unsent work stays. */
  reload(): Promise<void>;
  retryImage(): void;
  setLabels(labels: readonly Label[]): void;
  dispose(): void;
}

export function createItemOpener(options: OpenerOptions, itemId: string): ItemOpener {
  const loader: ImageLoader = createImageLoader();
  const listeners = new Set<() => void>();
  const ahead = new Map<string, { at: number; data: Promise<OpenItemData> }>();
  let tools: Promise<{ saving: BrowserSaving; histories: HistoryStore | null }> | null = null;
  let labels = options.labels;
  let state: OpenerState = { itemId, opened: null, error: null, isDurable: true };
  let release: () => void = () => {};
  let target: Promise<OpenItemData> | null = null;
  let turn = 0;
  let isDisposed = false;

  function set(change: Partial<OpenerState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function prepare() {
    tools ??= (async () => ({
      saving: await openBrowserSaving(options.userId),
      histories: await openHistoryStore({ userId: options.userId, now: Date.now }).catch(
        () => null,
      ),
    }))();
    return tools;
  }

  function fetchItem(id: string): Promise<OpenItemData> {
    const path = `/api/v1/items/${id}/open${options.filter ? `?${options.filter}` : ""}`;
    return apiFetch(path, { schema: openItemSchema });
  }

  function takeAhead(id: string): Promise<OpenItemData> | null {
    const found = ahead.get(id);
    ahead.delete(id);
    return found && Date.now() - found.at < PREFETCH_FRESH_MS ? found.data : null;
  }

  function prefetch({ neighbours }: OpenItemData): void {
    const wanted = [neighbours.next, neighbours.previous].filter((id) => id !== null);
    for (const id of ahead.keys()) if (!wanted.includes(id)) ahead.delete(id);
    for (const id of wanted) {
      if (ahead.has(id)) continue;
      const data = fetchItem(id);
      ahead.set(id, { at: Date.now(), data });
      data.then((item) => loader.prefetch(baseUrl(item))).catch(() => ahead.delete(id));
    }
  }

  async function open(id: string, given?: OpenItemData): Promise<void> {
    turn += 1;
    const mine = turn;
    set({ itemId: id, error: null });
    try {
      target = given ? Promise.resolve(given) : (takeAhead(id) ?? fetchItem(id));
      const fresh = await target;
      if (mine !== turn || isDisposed) return;
      const onScreen = state.opened ? [baseUrl(state.opened.data)] : [];
      loader.pin([...onScreen, baseUrl(fresh)]);
      const picture = loader.load(baseUrl(fresh)).catch((error: unknown) => ({ error }));
      const { saving, histories } = await prepare();
      const [saved, history] = await Promise.all([
        saving.saving.open(fresh.layer),
        histories?.load(id).catch(() => null) ?? null,
      ]);
      const bitmap = await picture;
      if (mine !== turn || isDisposed) {
        void saved.saver.dispose();
        return;
      }
      show({ data: fresh, bitmap, history, ...saved, histories });
      set({ isDurable: saving.isDurable });
      prefetch(fresh);
    } catch (error) {
      if (mine === turn && !isDisposed) set({ error });
    }
  }

  function show(ready: {
    data: OpenItemData;
    bitmap: ImageBitmap | { error: unknown };
    history: unknown;
    document: EditorDocument;
    saver: Saver;
    histories: HistoryStore | null;
  }): void {
    const { data, bitmap, saver, histories } = ready;
    const before = state.opened;
    release();
    const editor = createImageEditor({
      item: { id: data.item.id, extent: { width: data.image.width, height: data.image.height } },
      labels,
      annotations: ready.document,
      history: ready.history ?? undefined,
      preferences: options.preferences,
      clipboard: options.clipboard,
      isReadOnly: options.isReadOnly,
    });
    carryOver(before?.editor, editor);
    const { tiles: manifest, base } = mediaPlan(data.image);
    const tiles = manifest
      ? createTileSource({
          tiles: manifest,
          size: data.image,
          baseScale: base.scale,
          url: (name) => mediaUrl(data.item, name),
          onLoad: () => refreshContent(editor),
        })
      : null;
    const endHistory = keepHistory(histories, editor);
    release = () => {
      endHistory();
      tiles?.dispose();
      editor.dispose();
      void saver.dispose();
      release = () => {};
    };
    const hasImage = "close" in bitmap;
    set({
      opened: {
        data,
        editor,
        saver,
        content: { bitmap: hasImage ? bitmap : null, tiles },
        imageError: hasImage ? null : bitmap.error,
      },
      error: null,
    });
  }

  /** A new object, so that the canvas draws what has come in. */
  function refreshContent(editor: ImageEditor): void {
    const { opened } = state;
    if (opened?.editor === editor) set({ opened: { ...opened, content: { ...opened.content } } });
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open,
    async step(direction) {
      const neighbours = (await target)?.neighbours;
      const id = neighbours?.[direction];
      if (id) void open(id);
      return Boolean(id);
    },
    async reload() {
      ahead.delete(state.itemId);
      await open(state.itemId);
    },
    retryImage() {
      const { opened } = state;
      if (!opened) return;
      loader
        .load(baseUrl(opened.data))
        .then((bitmap) => {
          if (state.opened?.editor !== opened.editor) return;
          set({ opened: { ...opened, content: { ...opened.content, bitmap }, imageError: null } });
        })
        .catch((imageError: unknown) => {
          if (state.opened?.editor === opened.editor) set({ opened: { ...opened, imageError } });
        });
    },
    setLabels(next) {
      labels = next;
      state.opened?.editor.setLabels(next);
    },
    dispose() {
      isDisposed = true;
      release();
      loader.dispose();
      void tools?.then(({ saving, histories }) => {
        void saving.saving.dispose();
        histories?.close();
      });
    },
  };
}

function baseUrl({ item, image }: OpenItemData): string {
  const { base } = mediaPlan(image);
  return mediaUrl(item, base.name ?? "original");
}

/** The next item goes on with the same tool and label. */
function carryOver(from: ImageEditor | undefined, to: ImageEditor): void {
  if (!from) return;
  const { tool, activeLabelId, canvas } = from.session.getState();
  to.resize(canvas);
  to.setTool(tool);
  if (to.session.getState().labels.get(activeLabelId)) to.session.setState({ activeLabelId });
}

/** Keeps both undo stacks in the browser, so that a reload can still undo. */
function keepHistory(histories: HistoryStore | null, editor: ImageEditor): () => void {
  if (!histories) return () => {};
  let timer = 0;
  const save = () => {
    timer = 0;
    // A full or refused store costs the undo after a reload, not the work.
    void histories.save(editor.item.id, editor.history.save()).catch(() => undefined);
  };
  const end = editor.history.subscribe(() => {
    timer ||= window.setTimeout(save, HISTORY_SAVE_MS);
  });
  return () => {
    end();
    if (timer !== 0) {
      clearTimeout(timer);
      save();
    }
  };
}
