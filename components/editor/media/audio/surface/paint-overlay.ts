import { formatTime } from "@/lib/audio/format-time";
import { isRegion } from "@/lib/editor/audio/region-index";
import { toPx } from "@/lib/editor/audio/time-viewport";
import type { Interval } from "@/lib/geometry/interval";
import { paintBand, paintBlock, placeOf, type RegionPaint } from "./paint-regions";
import { paintSuggestedDraft } from "./paint-suggested";
import { translucent } from "./theme";

const HANDLE_PX = { width: 7, height: 22 };

/** What follows the hand and the sound: drafts, handles, the pointer's line, the playhead. */
export function paintOverlay(paint: RegionPaint, positionS: number): void {
  const { editor, context, viewport, bands, theme, widthPx } = paint;
  const state = editor.session.getState();
  const { drag, range, running, pointer, selection, labels } = state;
  const bottom = bands.lanes.y + bands.lanes.height;
  if (range && !drag) paintRange(paint, { range, color: theme.primary, from: 0 });
  if (drag?.kind === "draw") {
    const active = state.activeLabelId;
    const color = drag.isRegion && active ? labels.colorOf(active) : theme.primary;
    paintRange(paint, { range: drag.range, color, from: drag.isRegion ? bands.ruler.height : 0 });
    paintTimes(paint, drag.range);
  }
  for (const [labelId, start] of running) {
    const grown = { start: Math.min(start, positionS), end: Math.max(start, positionS) };
    paintRange(paint, { range: grown, color: labels.colorOf(labelId), from: bands.ruler.height });
  }
  paintDrafts(paint);
  const [only] = selection.size === 1 ? selection : [];
  const selected = only === undefined ? undefined : editor.document.current().get(only);
  const region = editor.suggestions.focused()?.annotation ?? selected;
  if (region && isRegion(region) && !editor.isHidden(region.id) && editor.isEditable(region.id)) {
    paintHandles(paint, { place: placeOf(editor, region), color: labels.colorOf(region.labelId) });
  }
  if (pointer !== null && !drag) {
    const x = Math.round(toPx(viewport, pointer));
    context.fillStyle = translucent(theme.foreground, 0.35);
    context.fillRect(x, bands.ruler.height, 1, bottom - bands.ruler.height);
  }
  const x = toPx(viewport, positionS);
  if (x < -8 || x > widthPx + 8) return;
  context.fillStyle = theme.danger;
  context.fillRect(x - 0.75, 10, 1.5, bottom - 10);
  context.beginPath();
  context.moveTo(x - 6, bands.ruler.height - 14);
  context.lineTo(x + 6, bands.ruler.height - 14);
  context.lineTo(x, bands.ruler.height - 3);
  context.fill();
}

function paintRange(
  { context, viewport, bands }: RegionPaint,
  { range, color, from }: { range: Interval; color: string; from: number },
): void {
  const left = toPx(viewport, range.start);
  const width = Math.max(1, toPx(viewport, range.end) - left);
  const bottom = bands.lanes.y + bands.lanes.height;
  context.fillStyle = translucent(color, 0.25);
  context.fillRect(left, from, width, bottom - from);
  context.fillStyle = color;
  context.fillRect(left - 0.5, from, 1.5, bottom - from);
  context.fillRect(left + width - 1, from, 1.5, bottom - from);
}

/** Start, end and length beside what is drawn. */
function paintTimes({ context, viewport, theme, bands }: RegionPaint, range: Interval): void {
  const text = `${formatTime(range.start)} – ${formatTime(range.end)}  (${(range.end - range.start).toFixed(3)} s)`;
  context.font = `11px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const x = Math.max(2, toPx(viewport, range.start) + 4);
  const y = bands.ruler.height + 12;
  context.fillStyle = translucent(theme.card, 0.92);
  context.fillRect(x - 3, y - 9, context.measureText(text).width + 6, 18);
  context.fillStyle = theme.foreground;
  context.fillText(text, x, y + 0.5);
}

function paintDrafts(paint: RegionPaint): void {
  const { editor } = paint;
  const { drag, labels } = editor.session.getState();
  const ids =
    drag?.kind === "end" ? [drag.id] : drag?.kind === "move" ? [...drag.ranges.keys()] : [];
  const { laneOf } = editor.lanes();
  for (const id of ids) {
    const suggested = editor.suggestions.find(id)?.annotation;
    const region = suggested ?? editor.document.current().get(id);
    const place = editor.hand.draftOf(id);
    if (!region || !isRegion(region) || !place) continue;
    if (suggested) {
      paintSuggestedDraft(paint, region);
      paintTimes(paint, place);
      continue;
    }
    paintBand(paint, { place, color: labels.colorOf(region.labelId), isSelected: true });
    paintBlock(paint, { region, place, lane: laneOf.get(id) ?? 0, isSelected: true });
    paintTimes(paint, place);
  }
}

function paintHandles(
  { context, viewport, bands, theme }: RegionPaint,
  { place, color }: { place: Interval; color: string },
): void {
  const wavesEnd = bands.spectrum?.y ?? bands.lanes.y;
  const y = (bands.ruler.height + wavesEnd) / 2 - HANDLE_PX.height / 2;
  for (const at of [place.start, place.end]) {
    const x = toPx(viewport, at) - HANDLE_PX.width / 2;
    context.fillStyle = theme.card;
    context.strokeStyle = color;
    context.lineWidth = 1.5;
    context.beginPath();
    context.roundRect(x, y, HANDLE_PX.width, HANDLE_PX.height, 3);
    context.fill();
    context.stroke();
  }
}
