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

/** The same with at least `places` decimals. */
export function paddedDecimalText(seconds: number, places: number): string {
  const text = decimalText(seconds);
  const decimals = text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
  if (decimals >= places) return text;
  return `${decimals === 0 ? `${text}.` : text}${"0".repeat(places - decimals)}`;
}

/**
 * The duration with the fewest digits that, added to `start`, gives exactly `end` again: formats
 * that store a duration would else move the end by the last bit.
 */
export function durationBetween(start: number, end: number): number {
  const length = end - start;
  if (length === 0) return 0;
  for (let digits = 1; digits <= 17; digits++) {
    const candidate = Number(length.toPrecision(digits));
    if (start + candidate === end) return candidate;
  }
  // Both roundings went the same way; a neighbour of the float is what is meant.
  const step = 2 ** (Math.floor(Math.log2(length)) - 52);
  for (const candidate of [length + step, length - step, length + step / 2, length - step / 2]) {
    if (start + candidate === end) return candidate;
  }
  return length;
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
