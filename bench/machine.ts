import fs from "node:fs";
import os from "node:os";

/** Of the minute before; others' work on the machine shows here. To be read before measuring. */
export function machine() {
  return {
    cores: os.cpus().length,
    cpu: os.cpus()[0]?.model ?? "unknown",
    node: process.version,
    loadAverage: round(os.loadavg()[0] ?? 0),
  };
}

/** Resident memory of a process in MB (2^20 bytes). */
export function rssMb(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** A figure beside the most that it may be. */
export function within(value: number, budget: number) {
  return { value: round(value), budget, isMet: value <= budget };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
