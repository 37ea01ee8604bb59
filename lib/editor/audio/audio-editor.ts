import type { Annotation, AnnotationId } from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Patch } from "@/lib/annotation/patch";
import type { Geometry, GeometryKind } from "@/lib/geometry/geometry";
import type { Interval } from "@/lib/geometry/interval";
import { answerOf, answerPatch } from "../answers";
import { byDrawingOrder } from "../drawing-order";
import { type Editor, editorActions } from "../editor";
import { createEditorBase, documentOf, type EditorOptions } from "../editor-base";
import { labelTakes } from "../label-takes";
import { createSuggestions } from "../suggestions/suggestions";
import { type AudioSessionStore, createAudioSession } from "./audio-session";
import { completePatch } from "./complete-patch";
import { placeCopies } from "./place-copies";
import { createRegionHand, type RegionHand } from "./region-hand";
import {
  createRegionIndex,
  heardAt,
  isRegion,
  type LaneLayout,
  type RegionIndex,
} from "./region-index";
import { createRegionMaker, type RegionMaker } from "./region-maker";
import { type SoundEdges, snapTime } from "./snapping";
import { createSuggestedRegions, type SuggestedRegions } from "./suggested-regions";
import {
  fitAll,
  resized,
  reveal,
  showRange,
  type TimeFrame,
  type TimeViewport,
} from "./time-viewport";
import { createTransport, type Transport } from "./transport";

export type AudioItem = { id: string; durationS: number; sampleRate: number; channels: number };
export type AudioEditorOptions = EditorOptions & { item: AudioItem };

/** The editor of one recording: regions, what is said in them, and answers about the whole. Times are seconds. */
export interface AudioEditor extends Editor {
  readonly kind: "audio";
  readonly item: AudioItem;
  readonly session: AudioSessionStore;
  readonly regions: Omit<RegionIndex, "update">;
  /** What models suggest, where it is drawn. */
  readonly suggested: SuggestedRegions;
  readonly transport: Transport;
  readonly maker: RegionMaker;
  readonly hand: RegionHand;
  frame(): TimeFrame;
  setViewport(change: (viewport: TimeViewport, frame: TimeFrame) => TimeViewport): void;
  setWidth(widthPx: number): void;
  /** Brings the moment into view. */
  revealTime(at: number): void;
  /** Lanes by what the person chose; labels in their order. */
  lanes(): LaneLayout;
  /** What the loaded sound knows of its silences. */
  attachEdges(edges: SoundEdges | null): void;
  /**
   * A click at a moment: selects the smallest region there, again the next larger, and puts the playhead there. `among`: the
   * regions that are drawn there, where that is known.
   */
  click(at: number, options?: { isAdding: boolean; among?: ReadonlySet<AnnotationId> }): void;
  /** The selected region (of several the span of all), else the selected range. */
  target(): Interval | null;
  /** The region that "its text" or "its speaker" means: the selected, else the one that is heard or at the playhead. */
  regionInHand(): AnnotationId | null;
  /** The labels that a region may have, in their order. */
  regionLabels(): readonly Label[];
}

/** So near an edge attracts what is dragged. */
const SNAP_PX = 8;
const KINDS: readonly GeometryKind[] = ["interval", "whole"];

export function isAudioEditor(editor: Editor): editor is AudioEditor {
  return editor.kind === "audio";
}

export function createAudioEditor(options: AudioEditorOptions): AudioEditor {
  const { item } = options;
  const { durationS, sampleRate } = item;
  const document = documentOf(options.annotations);
  const regions = createRegionIndex(document.current().values());
  // Before all others: whoever hears of a change may look it up at once.
  const endIndexing = document.subscribe(regions.update);
  const session = createAudioSession(fitAll({ widthPx: 1_000, durationS, sampleRate }));
  const get = session.getState;
  const inner = createEditorBase({ ...options, document, session });
  const base = {
    ...inner,
    commit: (patch: Patch<Annotation>, how?: { isJoining?: boolean }) =>
      inner.commit(completePatch(patch, durationS), how),
    select(ids: Iterable<AnnotationId>, mode?: Parameters<typeof inner.select>[1]) {
      inner.select(ids, mode);
      goToSelected();
    },
    setLabels(labels: Iterable<Label>) {
      inner.setLabels(labels);
      keepRegionLabel();
    },
  };
  const suggestions = createSuggestions(
    base,
    {
      order: "place",
      compare: compareInTime,
      touching: (geometry) => (geometry.kind === "interval" ? regions.within(geometry) : []),
      show(geometry) {
        if (geometry.kind !== "interval") return;
        setViewport((viewport, within) => reveal(viewport, within, geometry));
        // So that Space plays it.
        if (!get().isPlaying) transport.seek(geometry.start);
      },
    },
    options.suggestions,
  );
  const transport = createTransport({ session, durationS, loopRange: target, onPosition: hear });
  const maker = createRegionMaker(base, {
    session,
    regions,
    suggestions,
    durationS,
    regionLabels,
  });
  const hand = createRegionHand(base, { session, maker, suggestions, durationS, snap });
  let edges: SoundEdges | null = null;
  let ranks: { labels: unknown; rankOf: (key: string) => number } | null = null;
  // Others' changes overtake what is in the hand.
  const endWatching = document.subscribe((patch, origin) => {
    const { drag, heardId } = get();
    const held = drag?.kind === "end" ? [drag.id] : drag?.kind === "move" ? drag.ranges.keys() : [];
    if (origin === "remote" && [...held].some((id) => patch.has(id))) {
      session.setState({ drag: null });
    }
    if (heardId !== null && patch.has(heardId)) hear(transport.position());
  });
  const endRanges = session.subscribe(({ range: is }, { range: was }) => {
    // A range is what the next label key is about.
    if (is && is !== was) suggestions.leave();
  });
  keepRegionLabel();

  function frame(): TimeFrame {
    return { widthPx: get().widthPx, durationS, sampleRate };
  }

  function setViewport(change: (viewport: TimeViewport, frame: TimeFrame) => TimeViewport): void {
    const { viewport } = get();
    const next = change(viewport, frame());
    const isSame = next.start === viewport.start && next.secondsPerPx === viewport.secondsPerPx;
    if (!isSame) session.setState({ viewport: next });
  }

  function hear(seconds: number): void {
    const heardId = heardAt(regions.all(), seconds)?.id ?? null;
    if (heardId !== get().heardId) session.setState({ heardId });
  }

  function snap(at: number, without: ReadonlySet<AnnotationId>): number {
    if (!base.preferences.getState().snapRegions) return at;
    const { viewport, playhead } = get();
    const reachS = SNAP_PX * viewport.secondsPerPx;
    return snapTime(at, { regions, edges, fixed: [0, playhead, durationS], without, reachS });
  }

  function regionLabels(): readonly Label[] {
    return get().labels.list.filter((label) => labelTakes(label, "interval"));
  }

  /** The label of the next annotation is one that a region can have, whatever stands first in the list. */
  function keepRegionLabel(): void {
    const { labels, activeLabelId } = get();
    const active = labels.get(activeLabelId);
    if (active && labelTakes(active, "interval")) return;
    session.setState({ activeLabelId: regionLabels()[0]?.id ?? null });
  }

  function placeOf(id: AnnotationId | undefined): Interval | null {
    const found = id === undefined ? undefined : document.current().get(id);
    return found && isRegion(found) ? found.geometry : null;
  }

  /** The playhead goes along, so that Space plays what was selected. What is being heard is not interrupted. */
  function goToSelected(): void {
    const { selection, isPlaying, isLooping } = get();
    const place = selection.size === 1 ? placeOf([...selection][0]) : null;
    if (!place) return;
    if (get().range) session.setState({ range: null });
    if (!isPlaying || isLooping) transport.seek(place.start);
  }

  function target(): Interval | null {
    const { selection, range } = get();
    const suggested = suggestions.focused()?.annotation.geometry;
    if (suggested?.kind === "interval") return suggested;
    const places = [...selection].flatMap((id) => placeOf(id) ?? []);
    if (places.length === 0) return range;
    return {
      start: Math.min(...places.map(({ start }) => start)),
      end: Math.max(...places.map(({ end }) => end)),
    };
  }

  function reachableAt(seconds: number) {
    const tolerance = 2 * get().viewport.secondsPerPx;
    const exact = regions.at(seconds, 0).filter(({ id }) => base.isFree(id));
    if (exact.length > 0) return exact;
    return regions.at(seconds, tolerance).filter(({ id }) => base.isFree(id));
  }

  function takeLabel(label: Label): boolean {
    if (labelTakes(label, "interval")) {
      const { isPlaying, running, range } = get();
      if (isPlaying || running.has(label.id)) {
        maker.mark(transport.position(), label.id);
        return true;
      }
      return range !== null && maker.create(range, label.id);
    }
    if (!labelTakes(label, "whole")) return true;
    if (answerOf(label).kind === "text") {
      session.setState({ wantedAnswer: label.id });
      return true;
    }
    const making = { labels: get().labels.list, label, newId: base.newId };
    base.commit(answerPatch(document.current(), making));
    return true;
  }

  function cancelGesture(): boolean {
    if (hand.cancel()) return true;
    if (get().running.size === 0) return false;
    session.setState({ running: new Map() });
    return true;
  }

  const leaveTool = () => false;
  const actions = editorActions(base, { cancelGesture, leaveTool, suggestions });

  return {
    ...base,
    ...actions,
    suggestions,
    kind: "audio",
    item,
    session,
    regions,
    suggested: createSuggestedRegions(session, suggestions),
    transport,
    maker,
    hand,
    frame,
    setViewport,
    setWidth(widthPx) {
      const { viewport } = get();
      if (widthPx === get().widthPx) return;
      const before = get().widthPx === 0 ? { ...frame(), widthPx: 1_000 } : frame();
      session.setState({ widthPx, viewport: resized(viewport, before, widthPx) });
    },
    revealTime: (at) =>
      setViewport((viewport, within) => reveal(viewport, within, { start: at, end: at })),
    lanes() {
      const { labels } = get();
      if (ranks?.labels !== labels) {
        const order = new Map(labels.list.map(({ id }, i) => [id, i]));
        ranks = { labels, rankOf: (key) => order.get(key) ?? order.size };
      }
      return regions.layout(base.preferences.getState().laneGrouping, ranks.rankOf);
    },
    attachEdges(next) {
      edges = next;
    },
    target,
    regionInHand() {
      const { selection, heardId } = get();
      const [id] = selection.size === 1 ? selection : [];
      if (placeOf(id)) return id ?? null;
      return heardId ?? regions.at(get().playhead, 0)[0]?.id ?? null;
    },
    regionLabels,
    escape() {
      if (cancelGesture()) return true;
      if (get().range) {
        session.setState({ range: null });
        return true;
      }
      return actions.escape();
    },
    isBusy: () => get().drag !== null || get().running.size > 0,
    isDrawing: () => false,
    cancelGesture,
    leaveTool,
    takeLabel,
    labelKinds: () => KINDS,
    reveal(id) {
      const place = placeOf(id);
      if (place) setViewport((viewport, within) => reveal(viewport, within, place));
    },
    focus(id) {
      const place = placeOf(id);
      if (get().widthPx === 0) return false;
      if (place) setViewport((_, within) => showRange(place, within));
      return true;
    },
    placeCopies: (originals: ReadonlyMap<AnnotationId, Geometry>, isAside: boolean) =>
      placeCopies(originals, { playhead: get().playhead, isAside, durationS }),
    hint() {
      const { drag, running, isPlaying, range, selection } = get();
      const suggested = drag ? null : suggestions.hint();
      if (suggested !== null) return suggested;
      if (drag) return drag.kind === "draw" ? "audio.hint.drawing" : "audio.hint.dragging";
      if (running.size > 0) return "audio.hint.running";
      if (isPlaying) return "audio.hint.playing";
      if (range) return "audio.hint.range";
      return selection.size > 0 ? "audio.hint.selected" : "audio.hint.idle";
    },
    compare: compareInTime,
    click(at, { isAdding, among } = { isAdding: false }) {
      const found = reachableAt(at).filter(({ id }) => among?.has(id) ?? true);
      if (get().notice) session.setState({ notice: null });
      const { selection } = get();
      const current = found.findIndex(({ id }) => selection.has(id));
      const chosen =
        current < 0 || selection.size > 1 ? found[0] : found[(current + 1) % found.length];
      if (isAdding) {
        if (found[0]) inner.select([found[0].id], "toggle");
        return;
      }
      inner.select(chosen ? [chosen.id] : []);
      session.setState({ range: null });
      transport.seek(at);
    },
    dispose() {
      transport.pause();
      transport.attach(null);
      endIndexing();
      endWatching();
      endRanges();
      suggestions.dispose();
      inner.dispose();
    },
  };
}

/** Answers about the whole first, then regions as they are heard. */
function compareInTime(a: Annotation, b: Annotation): number {
  const [first, second] = [a, b].map(({ geometry }) =>
    geometry.kind === "interval" ? geometry : null,
  );
  if (!first || !second) return Number(!!first) - Number(!!second) || byDrawingOrder(a, b);
  return first.start - second.start || second.end - first.end || byDrawingOrder(a, b);
}
