import type { AudioEditor } from "@/lib/editor/audio/audio-editor";
import { type Region, speakerOf } from "@/lib/editor/audio/region-index";
import { toPx, toTime } from "@/lib/editor/audio/time-viewport";
import type { Interval } from "@/lib/geometry/interval";
import { type Bands, LANE_PX, laneTop } from "./bands";
import type { PaintFrame } from "./paint-sound";
import { translucent } from "./theme";

/** Narrower regions have no room for a word. */
const MIN_TEXT_PX = 26;
const BLOCK_PAD_PX = 2;

export type RegionPaint = PaintFrame & {
  editor: AudioEditor;
  bands: Bands;
  laneScrollPx: number;
  nameOf(labelId: string): string;
};

/** Where a region is now on screen: as stored, or as it is in the hand. */
export function placeOf(editor: AudioEditor, { id, geometry }: Region): Interval {
  return editor.hand.draftOf(id) ?? geometry;
}

/** All that is seen of the regions but the selected: bands over the sound and blocks in the lanes. */
export function paintRegions(paint: RegionPaint): void {
  const { context, editor, bands, widthPx, viewport, theme } = paint;
  const { lanes } = bands;
  context.fillStyle = theme.card;
  context.fillRect(0, lanes.y, widthPx, lanes.height);
  context.fillStyle = theme.border;
  context.fillRect(0, lanes.y, widthPx, 1);
  const range = { start: viewport.start, end: toTime(viewport, widthPx) };
  const { laneOf } = editor.lanes();
  const { selection, labels } = editor.session.getState();
  const visible = editor.regions.within(range).filter(({ id }) => !editor.isHidden(id));
  for (const region of visible) {
    if (editor.hand.draftOf(region.id)) continue;
    paintBand(paint, {
      place: region.geometry,
      color: labels.colorOf(region.labelId),
      isSelected: selection.has(region.id),
    });
  }
  context.save();
  context.beginPath();
  context.rect(0, lanes.y + 1, widthPx, lanes.height - 1);
  context.clip();
  paintLaneLines(paint);
  for (const region of visible) {
    if (editor.hand.draftOf(region.id)) continue;
    paintBlock(paint, {
      region,
      place: region.geometry,
      lane: laneOf.get(region.id) ?? 0,
      isSelected: selection.has(region.id),
    });
  }
  paintLaneNames(paint);
  context.restore();
}

/** Over the whole height of the sound. */
export function paintBand(
  { context, bands, viewport, widthPx }: RegionPaint,
  { place, color, isSelected }: { place: Interval; color: string; isSelected: boolean },
): void {
  const left = Math.max(-2, toPx(viewport, place.start));
  const right = Math.min(widthPx + 2, toPx(viewport, place.end));
  const top = bands.ruler.height;
  const bottom = bands.lanes.y;
  const wavesEnd = bands.spectrum?.y ?? bottom;
  context.fillStyle = translucent(color, isSelected ? 0.3 : 0.16);
  context.fillRect(left, top, Math.max(1, right - left), wavesEnd - top);
  // Over the colours of a spectrogram a tint would lie: there only the ends are shown, and the selected a little.
  if (bands.spectrum && isSelected) {
    context.fillStyle = "rgb(255 255 255 / 0.12)";
    context.fillRect(left, bands.spectrum.y, Math.max(1, right - left), bands.spectrum.height);
  }
  context.fillStyle = translucent(color, isSelected ? 1 : 0.7);
  const edgePx = isSelected ? 2 : 1;
  context.fillRect(left, top, edgePx, bottom - top);
  context.fillRect(right - edgePx, top, edgePx, bottom - top);
}

export function paintBlock(
  paint: RegionPaint,
  options: { region: Region; place: Interval; lane: number; isSelected: boolean },
): void {
  const { context, bands, viewport, widthPx, theme, editor, laneScrollPx } = paint;
  const { region, place, lane, isSelected } = options;
  const top = laneTop(bands, lane, laneScrollPx);
  if (top > bands.lanes.y + bands.lanes.height || top + LANE_PX < bands.lanes.y) return;
  const left = Math.max(-4, toPx(viewport, place.start));
  const right = Math.min(widthPx + 4, toPx(viewport, place.end));
  const width = Math.max(2, right - left - 1);
  const { labels, locked, hover, heardId } = editor.session.getState();
  const color = labels.colorOf(region.labelId);
  const y = top + BLOCK_PAD_PX;
  const height = LANE_PX - 2 * BLOCK_PAD_PX;
  const isStrong = isSelected || hover?.id === region.id || heardId === region.id;
  context.fillStyle = translucent(color, isStrong ? 0.42 : 0.24);
  context.fillRect(left, y, width, height);
  context.fillStyle = color;
  context.fillRect(left, y, Math.min(3, width), height);
  if (isSelected) {
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1.5;
    context.strokeRect(left + 0.75, y + 0.75, Math.max(1, width - 1.5), height - 1.5);
  }
  if (width < MIN_TEXT_PX) return;
  const words = wordsOf(paint, region, locked.has(region.id));
  // Long regions keep their name in view while one scrolls along them, beside that of their lane.
  const textLeft = Math.max(left, laneNameOf(paint, lane)?.widthPx ?? 0) + 7;
  const room = right - textLeft - 6;
  context.font = `11px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = theme.foreground;
  const fitted = shortened(context, words, room);
  if (fitted !== "") context.fillText(fitted, textLeft, y + height / 2 + 0.5);
}

function wordsOf({ editor, nameOf }: RegionPaint, region: Region, isLocked: boolean): string {
  const { showLabelNames, laneGrouping } = editor.preferences.getState();
  const speaker = laneGrouping === "speaker" ? "" : speakerOf(region);
  const parts = [
    isLocked ? "🔒" : "",
    showLabelNames && laneGrouping !== "label" ? nameOf(region.labelId) : "",
    speaker,
    region.text?.slice(0, 200).replace(/\s+/g, " ") ?? "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** As many letters as there is room for; estimated first, as measuring is dear. */
export function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (room < 10) return "";
  const letters = [...text];
  const measured = context.measureText(text).width;
  if (measured <= room) return text;
  const count = Math.floor((letters.length * room) / measured) - 1;
  return count < 1 ? "" : `${letters.slice(0, count).join("")}…`;
}

function paintLaneLines({ context, editor, bands, widthPx, theme, laneScrollPx }: RegionPaint) {
  const { lanes } = editor.lanes();
  context.fillStyle = theme.border;
  lanes.forEach(({ isFirstOfKey }, lane) => {
    if (lane > 0 && isFirstOfKey) {
      context.fillRect(0, Math.round(laneTop(bands, lane, laneScrollPx)), widthPx, 1);
    }
  });
}

const MAX_NAME_PX = 120;

/** Of a lane that stands for a label or a speaker, at its left; null for others. Sets the font that it is written in. */
function laneNameOf(
  { context, editor, theme, nameOf }: RegionPaint,
  lane: number,
): { name: string; widthPx: number } | null {
  const { key = null, isFirstOfKey = false } = editor.lanes().lanes[lane] ?? {};
  if (key === null || !isFirstOfKey) return null;
  const { laneGrouping } = editor.preferences.getState();
  const name = laneGrouping === "label" ? nameOf(key) : key === "" ? "–" : key;
  context.font = `600 10px ${theme.font}`;
  return { name, widthPx: Math.min(MAX_NAME_PX, context.measureText(name).width) + 10 };
}

function paintLaneNames(paint: RegionPaint): void {
  const { context, editor, bands, theme, laneScrollPx } = paint;
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (let lane = 0; lane < editor.lanes().lanes.length; lane += 1) {
    const found = laneNameOf(paint, lane);
    if (!found) continue;
    const y = laneTop(bands, lane, laneScrollPx) + LANE_PX / 2;
    context.fillStyle = translucent(theme.card, 0.88);
    context.fillRect(0, y - 8, found.widthPx, 16);
    context.fillStyle = theme.muted;
    context.fillText(found.name, 5, y + 0.5, MAX_NAME_PX);
  }
}
