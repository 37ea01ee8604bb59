import type { AudioEditor } from "@/lib/editor/audio/audio-editor";
import type { Region } from "@/lib/editor/audio/region-index";
import { toPx, toTime } from "@/lib/editor/audio/time-viewport";
import type { Interval } from "@/lib/geometry/interval";
import { LANE_PX, laneTop } from "./bands";
import { placeOf, type RegionPaint, shortened } from "./paint-regions";
import { translucent } from "./theme";

const PAD_PX = 3;
const MIN_TEXT_PX = 26;
const MAX_NAME_PX = 120;
const DASH_PX = [5, 3] as const;

/** In which lane of the surface a suggestion lies: below those of the regions. */
export function suggestedLane(editor: AudioEditor, id: string): number {
  return editor.lanes().lanes.length + (editor.suggested.layout().laneOf.get(id) ?? 0);
}

/** What models suggest: dashed blocks in lanes of their own, each model's under its name; the one in focus over the sound too. */
export function paintSuggested(paint: RegionPaint): void {
  const { context, editor, bands, widthPx, viewport } = paint;
  if (editor.suggested.layout().lanes.length === 0) return;
  const { lanes } = bands;
  const range = { start: viewport.start, end: toTime(viewport, widthPx) };
  const focused = editor.suggestions.focused()?.annotation.id;
  const visible = editor.suggested
    .within(range)
    .filter(({ id }) => editor.hand.draftOf(id) === null);
  const inFocus = visible.find(({ id }) => id === focused);
  if (inFocus) paintSuggestedBand(paint, inFocus, inFocus.geometry);
  context.save();
  context.beginPath();
  context.rect(0, lanes.y + 1, widthPx, lanes.height - 1);
  context.clip();
  for (const region of visible) {
    paintSuggestedBlock(paint, {
      region,
      place: region.geometry,
      isFocused: region.id === focused,
    });
  }
  paintModelNames(paint);
  context.restore();
}

/** In the hand, where it is dragged to. */
export function paintSuggestedDraft(paint: RegionPaint, region: Region): void {
  const place = placeOf(paint.editor, region);
  paintSuggestedBand(paint, region, place);
  paintSuggestedBlock(paint, { region, place, isFocused: true });
}

/** Its ends, over the whole height of the sound. */
function paintSuggestedBand(
  { context, bands, viewport, editor }: RegionPaint,
  { labelId }: Region,
  place: Interval,
): void {
  const color = editor.session.getState().labels.colorOf(labelId);
  const left = toPx(viewport, place.start);
  const right = toPx(viewport, place.end);
  const top = bands.ruler.height;
  context.fillStyle = translucent(color, 0.14);
  context.fillRect(
    left,
    top,
    Math.max(1, right - left),
    (bands.spectrum?.y ?? bands.lanes.y) - top,
  );
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.setLineDash(DASH_PX);
  context.beginPath();
  for (const x of [left, right]) {
    context.moveTo(x, top);
    context.lineTo(x, bands.lanes.y);
  }
  context.stroke();
  context.setLineDash([]);
}

function paintSuggestedBlock(
  paint: RegionPaint,
  { region, place, isFocused }: { region: Region; place: Interval; isFocused: boolean },
): void {
  const { context, bands, viewport, widthPx, theme, editor, laneScrollPx, nameOf } = paint;
  const top = laneTop(bands, suggestedLane(editor, region.id), laneScrollPx);
  if (top > bands.lanes.y + bands.lanes.height || top + LANE_PX < bands.lanes.y) return;
  const left = Math.max(-6, toPx(viewport, place.start));
  const right = Math.min(widthPx + 6, toPx(viewport, place.end));
  const width = Math.max(2, right - left - 1);
  const { labels, hover } = editor.session.getState();
  const color = labels.colorOf(region.labelId);
  const y = top + PAD_PX;
  const height = LANE_PX - 2 * PAD_PX;
  if (isFocused || hover?.id === region.id) {
    context.fillStyle = translucent(color, isFocused ? 0.3 : 0.18);
    context.fillRect(left, y, width, height);
  }
  context.strokeStyle = isFocused ? theme.foreground : color;
  context.lineWidth = 1.5;
  context.setLineDash(DASH_PX);
  context.strokeRect(left + 0.75, y + 0.75, Math.max(1, width - 1.5), height - 1.5);
  context.setLineDash([]);
  if (width < MIN_TEXT_PX) return;
  const score = region.score === null ? "" : ` ${region.score.toFixed(2)}`;
  context.font = `11px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = theme.foreground;
  const textLeft = Math.max(left, 0) + 7;
  const words = `${nameOf(region.labelId)}${score}${region.text ? ` · ${region.text.slice(0, 200)}` : ""}`;
  const fitted = shortened(context, words, right - textLeft - 6);
  if (fitted !== "") context.fillText(fitted, textLeft, y + height / 2 + 0.5);
}

/** Said once per layer, where its lanes begin: with one layer the panel says it. */
function paintModelNames(paint: RegionPaint): void {
  const { context, editor, bands, theme, laneScrollPx, widthPx } = paint;
  const { lanes } = editor.suggested.layout();
  const first = editor.lanes().lanes.length;
  const isCompared = new Set(lanes.map(({ layerId }) => layerId)).size > 1;
  context.font = `600 10px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  lanes.forEach(({ layerId, isFirstOfLayer }, n) => {
    if (!isFirstOfLayer) return;
    const top = laneTop(bands, first + n, laneScrollPx);
    context.fillStyle = theme.border;
    context.fillRect(0, Math.round(top), widthPx, 1);
    const layer = editor.suggestions.layers().find((each) => each.layerId === layerId);
    if (!isCompared || !layer) return;
    const name = layer.model?.name ?? layer.title ?? "";
    const fitted = shortened(context, name, MAX_NAME_PX);
    const width = context.measureText(fitted).width + 10;
    context.fillStyle = translucent(theme.card, 0.88);
    context.fillRect(0, top + LANE_PX / 2 - 8, width, 16);
    context.fillStyle = theme.muted;
    context.fillText(fitted, 5, top + LANE_PX / 2 + 0.5);
  });
}
