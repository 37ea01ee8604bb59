import type { useFormatter } from "use-intl";

type Formatter = ReturnType<typeof useFormatter>;

/** 42 s, 3 min, 1 h 20 min, 3 d: two parts at most, in the reader's language. */
export function formatDuration(seconds: number, format: Formatter): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return unit(format, whole, "second");
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return unit(format, minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return unit(format, Math.round(hours / 24), "day");
  const rest = minutes % 60;
  const hoursText = unit(format, hours, "hour");
  return rest === 0 ? hoursText : `${hoursText} ${unit(format, rest, "minute")}`;
}

function unit(format: Formatter, value: number, name: "second" | "minute" | "hour" | "day") {
  return format.number(value, { style: "unit", unit: name, unitDisplay: "short" });
}
