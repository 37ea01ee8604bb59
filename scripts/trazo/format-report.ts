import { SPLITS } from "@/lib/annotation/item-state";
import type { ImportReport } from "@/lib/api/imports";
import type { DatasetReport, SplitCounts } from "@/lib/formats/report";
import { formatTable } from "./terminal";

/** Examples of one kind of issue that a terminal shows; --json has more. */
const SHOWN_EXAMPLES = 5;

/** Something was left out or changed: worth an exit code of its own. */
export function hasIssues({ issues }: DatasetReport): boolean {
  return issues.some(({ severity }) => severity !== "info");
}

/** Items and annotations per split as a table. */
export function splitTable(report: DatasetReport): string[] {
  const columns = ([...SPLITS, "none", "total"] as const).filter(
    (column) => column === "total" || report.items[column] > 0,
  );
  const row = (name: string, counts: SplitCounts) => [name, ...columns.map((c) => counts[c])];
  return formatTable([
    ["", ...columns],
    row("items", report.items),
    row("  without annotations", report.negatives),
    row("annotations", report.annotations),
    ...report.labels.map(({ name, position, annotations }) =>
      row(`  ${position} ${name}`, annotations),
    ),
  ]);
}

export function issueLines({ issues }: DatasetReport): string[] {
  return issues.flatMap(({ severity, code, count, examples }) => [
    `${severity} ${code}: ${count}`,
    ...examples.slice(0, SHOWN_EXAMPLES).map(({ where, message }) => `  ${where}: ${message}`),
    ...(count > SHOWN_EXAMPLES ? [`  … and ${count - SHOWN_EXAMPLES} more`] : []),
  ]);
}

export function importLines(report: ImportReport): string[] {
  const { items, annotations, suggestions, labels, format } = report;
  const newLabels = labels.filter(({ status }) => status === "new" || status === "similar");
  return [
    `${format.name}: ${format.why}`,
    report.isDryRun ? "Nothing was written (dry run). It would be:" : "Done:",
    `  items        ${items.added} new, ${items.matchedByContent} known by content, ${items.matchedByName} by name, ${items.leftOut} left out`,
    `  annotations  ${annotations.added} added, ${annotations.alreadyThere} already there, ${annotations.keptAsEdited} kept as edited, ${annotations.removed} removed, ${annotations.leftOut} left out`,
    ...(suggestions.listed === 0
      ? []
      : [
          `  suggestions  ${suggestions.added} added, ${suggestions.alreadyThere} already there, ${suggestions.decided} decided on, ${suggestions.withdrawn} withdrawn, ${suggestions.leftOut} left out`,
          ...suggestions.titles.map((title) => `    ${title}`),
        ]),
    `  labels       ${labels.length - newLabels.length} known, ${newLabels.length} new`,
    ...newLabels.map(({ name, status, projectLabel }) =>
      status === "similar" ? `    ${name} (the project has "${projectLabel}")` : `    ${name}`,
    ),
    "",
    ...splitTable(report.dataset),
    ...issueLines(report.dataset),
  ];
}
