import {
  type Annotation,
  type AnnotationId,
  MAX_ANNOTATION_TEXT,
} from "@/lib/annotation/annotation";
import type { Label } from "@/lib/annotation/label";
import type { Change, Patch } from "@/lib/annotation/patch";
import { sameRecord } from "@/lib/annotation/same-record";
import { clipInterval, type Interval, moveInterval } from "@/lib/geometry/interval";
import { attributePatch, changeEach, createPatch } from "../edit";
import type { EditorBase } from "../editor-base";
import type { Suggestions } from "../suggestions/suggestions";
import type { AudioSessionStore } from "./audio-session";
import { isRegion, type Region, type RegionIndex, SPEAKER } from "./region-index";

/** Shorter regions are slips of the hand. */
export const MIN_REGION_S = 0.001;

/** Makes regions and changes them; each call is one entry of the history, or joins the newest. */
export interface RegionMaker {
  /** Default label: the active one. False when there is no label or the range is too short. */
  create(range: Interval, labelId?: string): boolean;
  /** Begins a region of the label at the moment, or ends the one that was begun. */
  mark(at: number, labelId?: string): boolean;
  /** Sets both ends. False when it would be too short. */
  place(id: AnnotationId, to: Interval, options?: { isJoining?: boolean }): boolean;
  /** Moves an end of the selected regions, or all of them. */
  nudge(change: { what: "start" | "end" | "whole"; byS: number; isJoining?: boolean }): boolean;
  /** In two at the moment: the selected regions, else all that lie there. */
  split(at: number): boolean;
  /** The selected regions become one, with what is between them. */
  merge(): boolean;
  setText(id: AnnotationId, text: string, options?: { isJoining?: boolean }): boolean;
  /** An empty name takes the speaker away. */
  setSpeaker(ids: Iterable<AnnotationId>, speaker: string): boolean;
  editableRegions(): Region[];
  /** The same, or the suggestion in focus. */
  movableRegions(): Region[];
}

export function createRegionMaker(
  base: EditorBase,
  parts: {
    session: AudioSessionStore;
    regions: Pick<RegionIndex, "at">;
    suggestions: Suggestions;
    durationS: number;
    regionLabels(): readonly Label[];
  },
): RegionMaker {
  const { session, regions, suggestions, durationS } = parts;
  const { document } = base;
  const get = session.getState;

  function labelFor(wanted: string | undefined): string | null {
    const fits = parts.regionLabels();
    return (fits.find(({ id }) => id === (wanted ?? get().activeLabelId)) ?? fits[0])?.id ?? null;
  }

  function editableRegions(): Region[] {
    return [...get().selection].flatMap((id) => {
      const annotation = document.current().get(id);
      return annotation && isRegion(annotation) && base.isEditable(id) ? [annotation] : [];
    });
  }

  /** With the suggestion in focus: moving it accepts it. */
  function movableRegions(): Region[] {
    const suggested = suggestions.focused()?.annotation;
    if (!suggested || base.isReadOnly) return editableRegions();
    return isRegion(suggested) ? [suggested] : [];
  }

  function create(range: Interval, wanted?: string): boolean {
    const labelId = labelFor(wanted);
    if (labelId === null) {
      base.notify("noLabel");
      return false;
    }
    const clipped = clipInterval(range, durationS);
    if (!clipped || clipped.end - clipped.start < MIN_REGION_S) return false;
    const id = base.newId();
    const geometry = { kind: "interval" as const, ...clipped };
    if (!base.commit(createPatch(document.current(), { id, labelId, geometry }))) return false;
    session.setState({
      selection: new Set([id]),
      hover: null,
      activeLabelId: labelId,
      range: null,
    });
    return true;
  }

  function place(id: AnnotationId, to: Interval, { isJoining = false } = {}): boolean {
    const annotation = document.current().get(id) ?? suggestions.find(id)?.annotation;
    if (!annotation || !isRegion(annotation) || !base.isEditable(id)) return false;
    const clipped = clipInterval(to, durationS);
    if (!clipped || clipped.end - clipped.start < MIN_REGION_S) return false;
    const geometry = { kind: "interval" as const, ...clipped };
    return suggestions.place(new Map([[id, geometry]]), { isJoining });
  }

  function nudged(
    { start, end }: Interval,
    { what, byS }: { what: "start" | "end" | "whole"; byS: number },
  ) {
    if (what === "whole") return moveInterval({ start, end }, byS, durationS);
    const least = MIN_REGION_S;
    if (what === "start") {
      return { start: Math.min(end - least, Math.max(0, start + byS)), end };
    }
    return { start, end: Math.max(start + least, Math.min(durationS, end + byS)) };
  }

  /** Regions with other contents; those that stay the same are no part of the change. */
  function change(
    ids: Iterable<AnnotationId>,
    made: (region: Region) => Annotation,
    { isJoining = false } = {},
  ): boolean {
    const patch = changeEach(document.current(), ids, (annotation) => {
      if (!isRegion(annotation) || !base.isEditable(annotation.id)) return annotation;
      const next = made(annotation);
      return sameRecord(next, annotation) ? annotation : next;
    });
    return base.commit(patch, { isJoining });
  }

  return {
    create,
    mark(at, wanted) {
      if (base.isReadOnly) return false;
      const labelId = labelFor(wanted);
      if (labelId === null) {
        base.notify("noLabel");
        return false;
      }
      const running = new Map(get().running);
      const start = running.get(labelId);
      if (start === undefined) running.set(labelId, at);
      else running.delete(labelId);
      session.setState({ running, activeLabelId: labelId });
      if (start === undefined) return true;
      return create({ start: Math.min(start, at), end: Math.max(start, at) }, labelId);
    },
    place,
    nudge({ what, byS, isJoining = false }) {
      const geometries = new Map(
        movableRegions().map(({ id, geometry }) => [
          id,
          { kind: "interval" as const, ...rounded(nudged(geometry, { what, byS })) },
        ]),
      );
      return suggestions.place(geometries, { isJoining });
    },
    split(at) {
      const isInside = ({ geometry }: Region) =>
        at - geometry.start >= MIN_REGION_S && geometry.end - at >= MIN_REGION_S;
      const selected = editableRegions().filter(isInside);
      const chosen =
        selected.length > 0
          ? selected
          : regions.at(at, 0).filter((region) => base.isEditable(region.id) && isInside(region));
      const patch: Map<AnnotationId, Change<Annotation>> = new Map();
      const made: AnnotationId[] = [];
      for (const region of chosen) {
        const { id, geometry } = region;
        const added = base.newId();
        patch.set(id, {
          before: region,
          after: { ...region, geometry: { kind: "interval", start: geometry.start, end: at } },
        });
        // What was said in which half nobody knows: the words stay with the first.
        const { text: _, extra: __, ...rest } = region;
        const after = {
          ...rest,
          id: added,
          geometry: { kind: "interval" as const, start: at, end: geometry.end },
          source: "manual" as const,
          score: null,
        };
        patch.set(added, { before: null, after });
        made.push(added);
      }
      if (!base.commit(patch)) return false;
      session.setState({ selection: new Set(made), hover: null });
      return true;
    },
    merge() {
      const chosen = editableRegions().sort((a, b) => a.geometry.start - b.geometry.start);
      const [first] = chosen;
      if (!first || chosen.length < 2) return false;
      const end = Math.max(...chosen.map(({ geometry }) => geometry.end));
      const text = chosen
        .map((region) => region.text?.trim() ?? "")
        .filter(Boolean)
        .join(" ");
      const after: Region = {
        ...first,
        geometry: { kind: "interval", start: first.geometry.start, end },
        attributes: Object.assign({}, ...chosen.toReversed().map(({ attributes }) => attributes)),
        ...(text === "" ? {} : { text: text.slice(0, MAX_ANNOTATION_TEXT) }),
      };
      const patch: Patch<Annotation> = new Map(
        chosen.map((region) => [
          region.id,
          { before: region, after: region === first ? after : null },
        ]),
      );
      if (!base.commit(patch)) return false;
      session.setState({ selection: new Set([first.id]), hover: null });
      return true;
    },
    setText(id, text, options) {
      return change(
        [id],
        ({ text: _, ...rest }) =>
          text === "" ? rest : { ...rest, text: text.slice(0, MAX_ANNOTATION_TEXT) },
        options,
      );
    },
    setSpeaker(ids, speaker) {
      const editable = [...ids].filter(base.isEditable);
      const value = speaker.trim() === "" ? null : speaker.trim();
      return base.commit(attributePatch(document.current(), editable, { name: SPEAKER, value }));
    },
    editableRegions,
    movableRegions,
  };
}

/** Sums of milliseconds without the dust of binary fractions. */
function rounded({ start, end }: Interval): Interval {
  return { start: Number(start.toFixed(9)), end: Number(end.toFixed(9)) };
}
