import type { OpenItemData } from "@/lib/api/open-item";
import type { SuggestionLayer } from "@/lib/api/suggestion-layers";
import type { EditorDocument } from "@/lib/editor/document";
import type { Editor } from "@/lib/editor/editor";
import { type JointSaver, joinSavers } from "@/lib/editor/saving/joint-saver";
import type { Saver } from "@/lib/editor/saving/saver";
import type { OpenItem, Saving } from "@/lib/editor/saving/saving";
import type { SuggestionSource } from "@/lib/editor/suggestions/suggestion-layer";

/** What is needed of the answer to opening an item. */
type ItemData = Pick<OpenItemData, "item" | "layer" | "suggestions">;
type OpenedLayer = OpenItem & { layer: SuggestionLayer };

/** The layers of suggestions of an open item: each with a lane of its own to the server, all under one badge. */
export interface OpenedSuggestions {
  saver: JointSaver;
  sources: readonly SuggestionSource[];
  /** Shows what a model said just now, in place of what the same layer had. */
  take(editor: Editor, layer: SuggestionLayer): Promise<void>;
  /** What the server is known to have, to open the item again without it. */
  confirmed(editor: Editor): SuggestionLayer[];
}

/**
 * Every layer is opened, and not only when something is rejected: what another tab decides comes through its lane, and
 * what a closed tab left unsent is taken over.
 */
export function openLayers(saving: Saving, data: ItemData): Promise<OpenedLayer[]> {
  return Promise.all(data.suggestions.map((layer) => openLayer(saving, data, layer)));
}

async function openLayer(
  saving: Saving,
  { item, layer: { state } }: ItemData,
  layer: SuggestionLayer,
): Promise<OpenedLayer> {
  const { layerId, rev, records } = layer;
  return { layer, ...(await saving.open({ layerId, itemId: item.id, rev, state, records })) };
}

export function joinLayers(options: {
  saving: Saving;
  data: ItemData;
  main: Saver;
  layers: readonly OpenedLayer[];
}): OpenedSuggestions {
  const { saving, data } = options;
  const saver = joinSavers(options.main);
  for (const { layer, saver: each } of options.layers) saver.add(layer.layerId, each);
  let isOver = false;
  return {
    saver: {
      ...saver,
      dispose() {
        isOver = true;
        return saver.dispose();
      },
    },
    sources: options.layers.map(({ layer, document }) => sourceOf(layer, document)),
    async take(editor, layer) {
      const opened = await openLayer(saving, data, layer);
      if (isOver) {
        void opened.saver.dispose();
        return;
      }
      saver.add(layer.layerId, opened.saver);
      editor.suggestions.add(sourceOf(layer, opened.document));
    },
    confirmed: ({ suggestions }) =>
      suggestions.layers().flatMap(({ layerId, model, title }) => {
        const confirmed = saver.of(layerId)?.confirmed();
        return confirmed ? [{ layerId, model, title, ...confirmed }] : [];
      }),
  };
}

function sourceOf(
  { layerId, model, title }: SuggestionLayer,
  document: EditorDocument,
): SuggestionSource {
  return { layerId, model, title, document };
}
