import { createStore, type StoreApi } from "zustand/vanilla";
import type { MediaOpener, OpenedMediaBase } from "@/components/editor/media/opened-media";
import { mediaUrl, type OpenItemData } from "@/lib/api/open-item";
import type { Editor } from "@/lib/editor/editor";
import { createTextEditor, isTextEditor, type TextEditor } from "@/lib/editor/text/text-editor";
import { type CodePoints, indexCodePoints } from "@/lib/text/code-points";

/** Texts of items around the open one that are kept; together no longer than this, in UTF-16 units. */
const KEPT_UNITS = 24_000_000;

/** The server's refusal; `status` 0: there was no answer. */
export class TextLoadError extends Error {
  readonly status: number;
  constructor(status: number, options?: ErrorOptions) {
    super(`The text could not be loaded (${status}).`, options);
    this.name = "TextLoadError";
    this.status = status;
  }
}

export interface TextMedia extends OpenedMediaBase {
  readonly kind: "text";
  /** Why the text is missing; null when it is there. */
  readonly failure: StoreApi<{ error: TextLoadError | null }>;
}

/** Loads texts; keeps those of the items around. */
export function createTextOpener(): MediaOpener {
  const kept = new Map<string, Promise<CodePoints>>();
  const lengths = new Map<string, number>();

  function load(data: OpenItemData): Promise<CodePoints> {
    const url = mediaUrl(data.item, "text");
    const found = kept.get(url);
    if (found) return found;
    const loading = fetchText(url);
    kept.set(url, loading);
    loading.then(
      ({ text }) => {
        lengths.set(url, text.length);
        forgetOld();
      },
      () => kept.delete(url),
    );
    return loading;
  }

  function forgetOld(): void {
    let total = 0;
    for (const url of [...kept.keys()].reverse()) {
      total += lengths.get(url) ?? 0;
      if (total > KEPT_UNITS && kept.size > 1) kept.delete(url);
    }
  }

  return {
    prefetch: (data) => void load(data).catch(() => undefined),
    async open(data) {
      try {
        return textMedia(data, await load(data), null);
      } catch (error) {
        const reason =
          error instanceof TextLoadError ? error : new TextLoadError(0, { cause: error });
        return textMedia(data, indexCodePoints(""), reason);
      }
    },
    dispose: () => kept.clear(),
  };
}

async function fetchText(url: string): Promise<CodePoints> {
  const response = await fetch(url);
  if (!response.ok) throw new TextLoadError(response.status);
  // A byte order mark that was kept is a character of the text: `text()` would drop it and shift every offset.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return indexCodePoints(decoder.decode(await response.arrayBuffer()));
}

function textMedia(data: OpenItemData, points: CodePoints, error: TextLoadError | null): TextMedia {
  return {
    kind: "text",
    failure: createStore(() => ({ error })),
    createEditor(options, before) {
      // Without its text nothing may be changed: offsets could not be checked.
      const isReadOnly = options.isReadOnly || error !== null;
      const editor = createTextEditor({
        ...options,
        isReadOnly,
        item: { id: data.item.id, points },
      });
      carryOver(before, editor);
      return editor;
    },
    dispose: () => undefined,
  };
}

/** The next text goes on with the same way of selecting. */
function carryOver(from: Editor | null, to: TextEditor): void {
  if (!from || !isTextEditor(from)) return;
  const { unit, isPainting } = from.session.getState();
  to.session.setState({ unit, isPainting });
}
