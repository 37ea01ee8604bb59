import cliProgress from "cli-progress";
import { formatDuration } from "./format-duration";

export type Output = {
  isJson: boolean;
  /** One JSON document for machines, or lines for people; on standard output. */
  print(value: unknown, lines: () => readonly string[]): void;
  /** A bar on the terminal's standard error; nothing when it is no terminal. */
  progress(title: string): Progress;
};
export type Progress = { report(done: number, total: number): void; end(): void };

export function createOutput({ isJson }: { isJson: boolean }): Output {
  return {
    isJson,
    print(value, lines) {
      const text = isJson ? JSON.stringify(value, null, 2) : lines().join("\n");
      process.stdout.write(`${text}\n`);
    },
    progress: (title) => (process.stderr.isTTY ? createBar(title) : SILENT),
  };
}

const SILENT: Progress = { report() {}, end() {} };

function createBar(title: string): Progress {
  let startedAt: number | null = null;
  const bar = new cliProgress.SingleBar({
    format: `${title} {bar} {value} / {total}  {left}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
  });
  return {
    report(done, total) {
      if (startedAt === null) {
        startedAt = Date.now();
        bar.start(total, done, { left: "" });
        return;
      }
      bar.setTotal(total);
      bar.update(done, { left: timeLeft(startedAt, done, total) });
    },
    end() {
      if (startedAt !== null) bar.stop();
    },
  };
}

function timeLeft(startedAt: number, done: number, total: number): string {
  if (done <= 0 || done >= total) return "";
  const leftMs = ((Date.now() - startedAt) / done) * (total - done);
  return `${formatDuration(leftMs)} left`;
}

/** Failures are one sentence; the whole story is for TRAZO_DEBUG. */
export function describeFailure(error: unknown): string {
  if (process.env["TRAZO_DEBUG"] && error instanceof Error) return error.stack ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

/** Rows as aligned columns; numbers to the right. */
export function formatTable(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, String(cell).length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const text = String(cell);
        const width = widths[i] ?? 0;
        return typeof cell === "number" ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
