import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Patch } from "@/lib/annotation/patch";
import type { Box, Point } from "@/lib/geometry/box";
import type { Geometry } from "@/lib/geometry/geometry";
import type { EditorBase } from "../editor-base";
import { labelTakes } from "../label-takes";
import { NO_IDS } from "../selection";
import type { Compared, ComparedPair, Comparer } from "./compare";
import { createDecisions, type Decisions } from "./decisions";
import { readSuggestionKey, suggestionKey } from "./joint-document";
import {
  createSuggestionLayer,
  type SuggestionLayer,
  type SuggestionSource,
} from "./suggestion-layer";
import { createShownModels, nameOfSource } from "./thresholds";

/** One suggestion of one layer; `key` tells it from those of all layers and from annotations. */
export type Suggestion = { key: string; layerId: string; annotation: Annotation };

/** In a comparison: what people have made of the item, beside the layers by their ids. */
export const OWN_WORK = "own";
/** Above this many in one of them nothing is compared: it would take longer than a person waits for a stroke. */
const MAX_COMPARED = 10_000;

/** What the kind of media has to say about them. */
export type SuggestionPart = {
  /** The order of stepping through: the strongest first, or as they lie in the item. */
  order: "score" | "place";
  compare(a: Annotation, b: Annotation): number;
  /** The item's annotations that touch the geometry, or more; of those that have a place. */
  touching(geometry: Geometry): Iterable<Annotation>;
  /** Brings a place into view. */
  show(geometry: Geometry): void;
};

/**
 * What models (and imports) suggest for the open item, beside what people have made of it. A suggestion is open until it
 * is accepted (the item has an annotation of its id) or rejected (its layer has it no more), and is shown from its
 * model's threshold on. What changes is told by `session.suggestions`.
 */
export interface Suggestions extends Decisions {
  layers(): readonly SuggestionLayer[];
  /** In place of the layer with that id, if there is one. */
  add(source: SuggestionSource): void;
  remove(layerId: string): void;
  thresholdOf(layerId: string): number;
  setThreshold(layerId: string, threshold: number): void;
  /** The project's threshold for a version; the person's own goes before it. */
  recommend(versionId: string, threshold: number): void;
  isOn(layerId: string): boolean;
  setOn(layerId: string, isOn: boolean): void;
  /** Are two of the layers that are shown, and the person's own work, there to be compared? */
  canCompare(): boolean;
  /** Each with each; null when there are too few, or so much that it would be in the way of working. */
  comparison(): readonly ComparedPair[] | null;
  /** All that is open and shown, in the order of stepping through; the same array until something changes. */
  open(): readonly Suggestion[];
  /** Is it open and shown? By the id that it would have as an annotation. */
  find(id: AnnotationId): Suggestion | null;
  /** Open and shown, touching the rectangle. */
  within(rect: Box): Suggestion[];
  /** Open and shown, under the point: smallest first. */
  hit(point: Point, tolerance: number): Suggestion[];
  focused(): Suggestion | null;
  /** Nothing when it is not open or not shown; null leaves it. */
  focus(key: string | null): void;
  /** The same, and brings it into view. */
  show(key: string): void;
  /** To the neighbour, round at the ends, and into view. */
  step(by: 1 | -1): void;
  /** Leaves the one in focus. False when there was none. */
  leave(): boolean;
  /** The label's key was pressed: accepts the one in focus under that label. False when there is none for it. */
  takeLabel(label: Label): boolean;
  /** Key in the "tools" catalogue while one is in focus. */
  hint(): string | null;
  /** `touched`: where it looks different now; null: anywhere. */
  onChange(listener: (touched: readonly Annotation[] | null) => void): () => void;
  /** Who can run the project's model on the item, as soon as somebody can. */
  attachRunner(run: (() => void) | null): void;
  /** What compares layers, which is loaded after the page; until then nothing is compared. */
  attachComparer(comparer: Comparer): void;
  run(): void;
  dispose(): void;
}

export function createSuggestions(
  base: EditorBase,
  part: SuggestionPart,
  sources: readonly SuggestionSource[] = [],
): Suggestions {
  const { document, session, preferences, joint, isReadOnly } = base;
  const layers = new Map<string, { layer: SuggestionLayer; leaveJoint: () => void }>();
  const listeners = new Set<(touched: readonly Annotation[] | null) => void>();
  const shown = createShownModels(preferences);
  let cached: { revision: number; open: readonly Suggestion[] } | null = null;
  /** Left out until it is asked for. */
  let compared: {
    pairs: readonly ComparedPair[] | null;
    differing: Map<string, ReadonlySet<AnnotationId>>;
  } | null = null;
  let runner: (() => void) | null = null;
  let comparer: Comparer | null = null;
  const now = () => session.getState().suggestions;

  function changed(touched: readonly Annotation[] | null): void {
    compared = null;
    const state = now();
    session.setState({ suggestions: { ...state, revision: state.revision + 1 } });
    if (state.focus !== null && !suggestions.focused()) setFocus(null);
    for (const listener of listeners) listener(touched);
  }

  function setFocus(focus: string | null): void {
    if (now().focus === focus) return;
    session.setState({ suggestions: { ...now(), focus } });
  }

  function publishLayers(): void {
    const all = [...layers.values()].map(({ layer }) => layer);
    session.setState({ suggestions: { ...now(), layers: all } });
    changed(null);
  }

  function layerOf(layerId: string): SuggestionLayer | null {
    return layers.get(layerId)?.layer ?? null;
  }

  function sourceOf(layerId: string): string {
    const layer = layerOf(layerId);
    return layer ? nameOfSource(layer) : "";
  }

  function isShown(layer: SuggestionLayer): boolean {
    return preferences.getState().showSuggestions && shown.isOn(nameOfSource(layer));
  }

  function filterOf(layer: SuggestionLayer): (suggestion: Annotation) => boolean {
    const isSure = sureEnough(layer);
    const differing = preferences.getState().showDifferences ? differingOf(layer.layerId) : null;
    return (suggestion) =>
      isSure(suggestion) &&
      layer.isUndecided(suggestion) &&
      (differing === null || differing.has(suggestion.id));
  }

  function sureEnough(layer: SuggestionLayer): (suggestion: Annotation) => boolean {
    const threshold = shown.thresholdOf(nameOfSource(layer));
    return ({ score }) => (score ?? 1) >= threshold;
  }

  /**
   * What other layers do not say of this one's; of the only one that is shown, what people have not made. Null where
   * nothing is compared.
   */
  function differingOf(layerId: string): ReadonlySet<AnnotationId> | null {
    const pairs = suggestions.comparison();
    if (!pairs || !comparer) return null;
    const known = compared?.differing.get(layerId);
    if (known) return known;
    const ofLayers = pairs.filter(({ b }) => b !== OWN_WORK);
    const differing = comparer.differencesOf(ofLayers.length > 0 ? ofLayers : pairs, layerId);
    compared?.differing.set(layerId, differing);
    return differing;
  }

  function compare(): readonly ComparedPair[] | null {
    if (!comparer || !suggestions.canCompare()) return null;
    const all: Compared[] = [...layers.values()].flatMap(({ layer }) => {
      if (!isShown(layer)) return [];
      const said = [...layer.document.current().values()];
      return [{ id: layer.layerId, annotations: said.filter(sureEnough(layer)) }];
    });
    const own = [...document.current().values()];
    if (own.length > 0) all.push({ id: OWN_WORK, annotations: own });
    const isTooMuch = all.some(({ annotations }) => annotations.length > MAX_COMPARED);
    return isTooMuch ? null : comparer.compareLayers(all);
  }

  function collect(find: (layer: SuggestionLayer) => Iterable<Annotation>): Suggestion[] {
    const found: Suggestion[] = [];
    for (const { layer } of layers.values()) {
      if (!isShown(layer)) continue;
      const { layerId } = layer;
      const isOpen = filterOf(layer);
      for (const annotation of find(layer)) {
        if (!isOpen(annotation)) continue;
        found.push({ key: suggestionKey(layerId, annotation.id), layerId, annotation });
      }
    }
    return found;
  }

  function byOrder({ annotation: a }: Suggestion, { annotation: b }: Suggestion): number {
    const byScore = part.order === "score" ? (b.score ?? 1) - (a.score ?? 1) : 0;
    return byScore || part.compare(a, b);
  }

  function touching(geometry: Geometry): Iterable<Annotation> {
    if (geometry.kind === "box" || geometry.kind === "interval") return part.touching(geometry);
    return [...document.current().values()].filter((each) => each.geometry.kind === geometry.kind);
  }

  const endings = [
    document.subscribe((patch) => {
      compared = null;
      const touched = [...layers.values()].flatMap(({ layer }) => layer.follow(patch));
      // What differs from people's work may be anywhere.
      if (layers.size > 0 && preferences.getState().showDifferences) changed(null);
      else if (touched.length > 0) changed(touched);
    }),
    joint.subscribe((patch, origin) => {
      if (origin === "history") showReopened(patch);
    }),
    preferences.subscribe((is, was) => {
      const isSame =
        is.showSuggestions === was.showSuggestions &&
        is.showDifferences === was.showDifferences &&
        is.suggestionThresholds === was.suggestionThresholds &&
        is.hiddenModels === was.hiddenModels;
      if (!isSame && layers.size > 0) changed(null);
    }),
    session.subscribe((is, was) => {
      // One or the other is in hand.
      if (is.selection !== was.selection && is.selection.size > 0) setFocus(null);
    }),
  ];

  /** After an undo the suggestions that are open again; the first of them is in focus. */
  function showReopened(patch: Patch<Annotation>): void {
    const ids = new Set([...patch.keys()].map((key) => readSuggestionKey(key)?.id ?? key));
    const first = suggestions.open().find(({ annotation }) => ids.has(annotation.id));
    if (first) suggestions.show(first.key);
  }

  const suggestions: Suggestions = {
    ...createDecisions(base, {
      open: () => suggestions.open(),
      focused: () => suggestions.focused(),
      near: (box) => suggestions.within(box),
      goTo(next) {
        if (next) suggestions.show(next.key);
        else setFocus(null);
      },
    }),
    layers: () => [...layers.values()].map(({ layer }) => layer),
    add(source) {
      suggestions.remove(source.layerId);
      const layer = createSuggestionLayer(source, {
        annotations: document,
        touching,
        onChange: (patch) =>
          changed([...patch.values()].flatMap(({ before, after }) => after ?? before ?? [])),
      });
      layers.set(source.layerId, { layer, leaveJoint: joint.add(source.layerId, source.document) });
      publishLayers();
    },
    remove(layerId) {
      const found = layers.get(layerId);
      if (!found) return;
      found.leaveJoint();
      found.layer.dispose();
      layers.delete(layerId);
      publishLayers();
    },
    thresholdOf: (layerId) => shown.thresholdOf(sourceOf(layerId)),
    setThreshold: (layerId, threshold) => shown.setThreshold(sourceOf(layerId), threshold),
    recommend(versionId, threshold) {
      shown.recommend(versionId, threshold);
      if (layers.size > 0) changed(null);
    },
    isOn: (layerId) => shown.isOn(sourceOf(layerId)),
    setOn: (layerId, isOn) => shown.setOn(sourceOf(layerId), isOn),
    canCompare() {
      const count = [...layers.values()].filter(({ layer }) => isShown(layer)).length;
      return count > 1 || (count === 1 && document.current().size > 0);
    },
    comparison() {
      compared ??= { pairs: compare(), differing: new Map() };
      return compared.pairs;
    },
    open() {
      const { revision } = now();
      if (cached?.revision !== revision) {
        const all = collect((layer) => layer.document.current().values()).sort(byOrder);
        cached = { revision, open: all };
      }
      return cached.open;
    },
    find(id) {
      const [found] = collect(({ document: records }) => {
        const record = records.current().get(id);
        return record ? [record] : [];
      });
      return found ?? null;
    },
    within: (rect) => collect((layer) => layer.index.visible(rect)),
    hit: (point, tolerance) => collect((layer) => layer.index.hit(point, tolerance)),
    focused() {
      const place = readSuggestionKey(now().focus ?? "");
      const layer = place && layerOf(place.layerId);
      const annotation = layer?.document.current().get(place?.id ?? "");
      if (!layer || !annotation || !isShown(layer) || !filterOf(layer)(annotation)) return null;
      return {
        key: suggestionKey(layer.layerId, annotation.id),
        layerId: layer.layerId,
        annotation,
      };
    },
    focus(key) {
      setFocus(key);
      if (key === null) return;
      if (!suggestions.focused()) setFocus(null);
      else if (session.getState().selection.size > 0) session.setState({ selection: NO_IDS });
    },
    show(key) {
      suggestions.focus(key);
      const focused = suggestions.focused();
      if (focused) part.show(focused.annotation.geometry);
    },
    step(by) {
      const all = suggestions.open();
      const at = all.findIndex(({ key }) => key === now().focus);
      const from = at === -1 && by === -1 ? 0 : at;
      const next = all[(from + by + all.length) % all.length];
      if (next) suggestions.show(next.key);
    },
    leave() {
      if (now().focus === null) return false;
      setFocus(null);
      return true;
    },
    takeLabel(label) {
      const focused = suggestions.focused();
      if (!focused || isReadOnly) return false;
      if (!labelTakes(label, focused.annotation.geometry.kind)) return false;
      suggestions.accept(focused, label.id);
      return true;
    },
    hint() {
      if (now().focus === null) return null;
      return isReadOnly ? "suggestions.hint.viewing" : "suggestions.hint.focused";
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attachComparer(given) {
      comparer = given;
      if (layers.size > 0) changed(null);
    },
    attachRunner(run) {
      runner = run;
      session.setState({ suggestions: { ...now(), canRun: run !== null } });
    },
    run: () => runner?.(),
    dispose() {
      for (const end of endings) end();
      for (const { layer } of layers.values()) layer.dispose();
      layers.clear();
      listeners.clear();
    },
  };
  for (const source of sources) suggestions.add(source);
  return suggestions;
}
