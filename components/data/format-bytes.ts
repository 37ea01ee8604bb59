import type { useFormatter } from "use-intl";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** 12 MB, 3.4 GB: decimal units, as disks and browsers count. */
export function formatBytes(bytes: number, format: ReturnType<typeof useFormatter>): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return format.number(value, {
    style: "unit",
    unit: UNITS[power] ?? "byte",
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  });
}
