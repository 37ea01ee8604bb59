/** Milliseconds are what regions are nudged by. */
export const TIME_DECIMALS = 3;

/** "1:02:03.456" or "2:03.456": hours only where there are any. Rounded, never "0:60". */
export function formatTime(seconds: number, decimals = TIME_DECIMALS): string {
  const unit = 10 ** decimals;
  const total = Math.round(Math.abs(seconds) * unit);
  const whole = Math.floor(total / unit);
  const fraction = decimals === 0 ? "" : `.${String(total % unit).padStart(decimals, "0")}`;
  const s = String(whole % 60).padStart(2, "0");
  const m = Math.floor(whole / 60) % 60;
  const h = Math.floor(whole / 3_600);
  const sign = seconds < 0 && total > 0 ? "-" : "";
  return h > 0
    ? `${sign}${h}:${String(m).padStart(2, "0")}:${s}${fraction}`
    : `${sign}${m}:${s}${fraction}`;
}

/** Seconds of "83.4", "1:23.4", "1:02:03,5"; null for anything else. */
export function parseTime(text: string): number | null {
  const found = /^(?:(?:(\d{1,3}):)?(\d{1,5}):)?(\d{1,7}(?:[.,]\d{0,9})?)$/.exec(text.trim());
  if (!found) return null;
  const [, hours = "0", minutes = "0", rest = ""] = found;
  const seconds = Number(rest.replace(",", "."));
  return Number.isFinite(seconds) ? Number(hours) * 3_600 + Number(minutes) * 60 + seconds : null;
}
