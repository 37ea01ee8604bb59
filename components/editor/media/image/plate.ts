/** A name on a coloured plate, legible on any image and in both themes. */

const FONT_PX = 11;
const HEIGHT_PX = 16;
const PADDING_PX = 4;
const MIN_WIDTH_PX = 64;
const OPEN_GROUND = "rgb(16 17 20 / 0.85)";
const OPEN_INK = "#ffffff";
const STRIP_PX = 2;
const FONT = `500 ${FONT_PX}px "Inter Variable", system-ui, sans-serif`;

/** Room that a plate or a line takes beyond the shape's bounds; screen px. */
export const plateRoom = { heightPx: HEIGHT_PX, minWidthPx: MIN_WIDTH_PX, sidePx: 4 };

const widths = new Map<string, number>();
const MAX_WIDTHS = 2_000;
const inks = new Map<string, string>();

export function paintPlate(
  context: CanvasRenderingContext2D,
  plate: {
    text: string;
    color: string;
    x: number;
    y: number;
    maxWidthPx: number;
    /** In place of a text that there is no room for. */
    short?: string;
    /** Only a strip of the colour: not a name that somebody gave, but one that is suggested. */
    isOpen?: boolean;
  },
): void {
  context.font = FONT;
  context.textBaseline = "middle";
  const room = plate.maxWidthPx - 2 * PADDING_PX;
  const isLong = plate.short !== undefined && textWidth(context, plate.text) > room;
  const text = shorten(context, isLong ? (plate.short ?? "") : plate.text, room);
  if (text === "") return;
  const width = Math.min(textWidth(context, text), room) + 2 * PADDING_PX;
  const left = Math.round(plate.x) - 1;
  const above = Math.round(plate.y) - HEIGHT_PX - 1;
  // At the upper edge of the canvas the plate moves into the shape.
  const top = above < 0 ? Math.round(plate.y) + 1 : above;
  context.fillStyle = plate.isOpen ? OPEN_GROUND : plate.color;
  context.fillRect(left, top, width, HEIGHT_PX);
  context.fillStyle = plate.isOpen ? OPEN_INK : inkOn(plate.color);
  context.fillText(text, left + PADDING_PX, top + HEIGHT_PX / 2 + 0.5);
  if (!plate.isOpen) return;
  context.fillStyle = plate.color;
  context.fillRect(left, top, STRIP_PX, HEIGHT_PX);
}

/** Black or white, whichever contrasts more by WCAG's relative luminance. */
export function inkOn(color: string): string {
  let ink = inks.get(color);
  if (ink === undefined) {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
      const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
      return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    ink = luminance > 0.179 ? "#101114" : "#ffffff";
    inks.set(color, ink);
  }
  return ink;
}

function shorten(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (textWidth(context, text) <= room) return text;
  for (let length = Math.min(text.length - 1, Math.ceil(room / 4)); length > 0; length -= 1) {
    const short = `${text.slice(0, length)}…`;
    if (textWidth(context, short) <= room) return short;
  }
  return "";
}

function textWidth(context: CanvasRenderingContext2D, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    if (widths.size > MAX_WIDTHS) widths.clear();
    width = context.measureText(text).width;
    widths.set(text, width);
  }
  return width;
}
