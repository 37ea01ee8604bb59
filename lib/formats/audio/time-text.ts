/** Seconds in plain digits, the shortest that give the same float back; never with an exponent. */
export function decimalText(seconds: number): string {
  const text = String(seconds);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!parts) return text;
  const [, sign = "", first = "", rest = "", exponent = "0"] = parts;
  const digits = first + rest;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

/** Plain digits with at least so many decimals. */
export function padDecimals(text: string, places: number): string {
  const missing = places - decimalsOf(text);
  if (missing <= 0) return text;
  return `${text.includes(".") ? text : `${text}.`}${"0".repeat(missing)}`;
}

/**
 * The end of what starts and lasts so long, both finite and in plain digits. Added as decimals, as people mean
 * them: 0.05 and 0.175 make 0.225, where floats make 0.22499999999999998.
 */
export function endAfter(start: string, duration: string): number {
  return Number(combineDecimals(start, duration, (a, b) => a + b));
}

/** The exact duration in plain digits; `endAfter` gives exactly `end` again. */
export function durationText(start: number, end: number): string {
  return combineDecimals(decimalText(end), decimalText(start), (a, b) => a - b);
}

/**
 * The duration as a number, for formats that store floats: the one with the fewest digits from
 * which `endAfter` gives `end` again. Where no float does, the end moves by its last bit.
 */
export function durationBetween(start: number, end: number): number {
  const found = searchDuration(start, end);
  if (found !== null) return found;
  const nearest = Number(durationText(start, end));
  const reached = endAfter(decimalText(start), decimalText(nearest));
  return searchDuration(start, reached) ?? nearest;
}

function searchDuration(start: number, end: number): number | null {
  const exact = Number(durationText(start, end));
  if (exact === 0) return start === end ? 0 : null;
  const startText = decimalText(start);
  const reaches = (duration: number) =>
    Number.isFinite(duration) && endAfter(startText, decimalText(duration)) === end;
  for (let digits = 1; digits <= 17; digits++) {
    const candidate = Number(exact.toPrecision(digits));
    if (reaches(candidate)) return candidate;
  }
  const lastBit = 2 ** (Math.floor(Math.log2(exact)) - 52);
  for (const bits of [1, -1, 2, -2]) {
    const candidate = exact + bits * lastBit;
    if (candidate >= 0 && reaches(candidate)) return candidate;
  }
  return null;
}

function combineDecimals(a: string, b: string, combine: (a: bigint, b: bigint) => bigint): string {
  const places = Math.max(decimalsOf(a), decimalsOf(b));
  const scaled = (text: string) =>
    BigInt(text.replace(".", "") + "0".repeat(places - decimalsOf(text)));
  const result = combine(scaled(a), scaled(b));
  const digits = String(result < 0n ? -result : result).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${result < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

function decimalsOf(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

const CLOCK = /^(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?$/;

/** Seconds of "01:02:03.500" or "02:03,5"; NaN when it is no such time. */
export function parseClock(text: string): number {
  const parts = CLOCK.exec(text.trim());
  if (!parts) return Number.NaN;
  const [, hours = "0", minutes = "", seconds = "", fraction = "0"] = parts;
  if (Number(minutes) > 59 || Number(seconds) > 59) return Number.NaN;
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  // From the digits and not by a sum: 3.2 must come out as 3.2.
  return Number(`${whole}.${fraction}`);
}

/** "01:02:03.500" with the given decimal mark; whole milliseconds. */
export function clockText(milliseconds: number, mark: "." | ","): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const seconds = Math.floor(milliseconds / 1000);
  const rest = String(milliseconds % 1000).padStart(3, "0");
  const hours = two(Math.floor(seconds / 3600));
  return `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${mark}${rest}`;
}

/** A number of seconds as tables have it, with the decimal comma of some locales; else NaN. */
export function parseSeconds(text: string): { seconds: number; hasComma: boolean } {
  const trimmed = text.trim();
  const hasComma = /^[-+]?\d*,\d+$/.test(trimmed);
  const plain = hasComma ? trimmed.replace(",", ".") : trimmed;
  const isNumber = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain);
  return { seconds: isNumber ? Number(plain) : Number.NaN, hasComma };
}
