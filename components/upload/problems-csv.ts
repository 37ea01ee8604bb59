import type { ProblemReason, ProblemView } from "./upload-entry";

/** RFC 4180, with a byte order mark so that spreadsheets read UTF-8. */
export function problemsCsv(of: {
  header: readonly string[];
  problems: readonly ProblemView[];
  reason(code: ProblemReason): string;
}): string {
  const rows = of.problems.map(({ path, problem }) => [
    path,
    of.reason(problem.reason),
    problem.detail ?? "",
  ]);
  return `\ufeff${[of.header, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

/** A spreadsheet would run a text that starts like a formula; file names come from anywhere. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function downloadCsv(csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "upload-problems.csv";
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
