import { SPLITS } from "@/lib/annotation/item-state";
import type { DatasetEvent, Issue } from "./format";

const MAX_EXAMPLES = 50;
const SEVERITIES = ["error", "warning", "info"] as const;

export type SplitCounts = { train: number; val: number; test: number; none: number; total: number };
export type DatasetReport = {
  version: 1;
  format: string;
  items: SplitCounts;
  /** Items without any annotation: the negatives. */
  negatives: SplitCounts;
  annotations: SplitCounts;
  /** By position. `items` counts the items on which the label occurs. */
  labels: { name: string; position: number; annotations: SplitCounts; items: SplitCounts }[];
  /** What was left out or changed and why, errors first. */
  issues: {
    code: string;
    severity: Issue["severity"];
    count: number;
    examples: { where: string; message: string }[];
  }[];
};

/** Collects a report from what goes by. It holds nothing of an item but the last, and 50 examples a code. */
export function createReportFold(format: string): {
  event(event: DatasetEvent): void;
  issue(issue: Issue): void;
  report(): DatasetReport;
} {
  const report: DatasetReport = {
    version: 1,
    format,
    items: noCounts(),
    negatives: noCounts(),
    annotations: noCounts(),
    labels: [],
    issues: [],
  };
  type LabelCount = DatasetReport["labels"][number] & { lastItem: string | null };
  const labels = new Map<string, LabelCount>();
  const groups = new Map<string, DatasetReport["issues"][number]>();
  // Annotations follow their item.
  let item: { ref: string; split: Column; isNegative: boolean } | null = null;

  function issue({ code, severity, where, message }: Issue): void {
    const key = `${severity} ${code}`;
    let group = groups.get(key);
    if (!group) {
      group = { code, severity, count: 0, examples: [] };
      groups.set(key, group);
    }
    group.count += 1;
    if (group.examples.length < MAX_EXAMPLES) group.examples.push({ where, message });
  }

  return {
    issue,
    event(event) {
      if (event.type === "issue") issue(event.issue);
      else if (event.type === "label") {
        const { ref, name, position } = event.label;
        const counts = { annotations: noCounts(), items: noCounts(), lastItem: null };
        labels.set(ref, { name, position, ...counts });
      } else if (event.type === "item") {
        const split = event.item.split ?? "none";
        item = { ref: event.item.ref, split, isNegative: true };
        count(report.items, split);
        count(report.negatives, split);
      } else {
        const { item: ref, label } = event.annotation;
        const isHere = item?.ref === ref;
        const split = isHere && item ? item.split : "none";
        count(report.annotations, split);
        if (isHere && item?.isNegative) {
          item.isNegative = false;
          count(report.negatives, split, -1);
        }
        const counts = labels.get(label);
        if (!counts) return;
        count(counts.annotations, split);
        if (counts.lastItem !== ref) count(counts.items, split);
        counts.lastItem = ref;
      }
    },
    report: () => ({
      ...report,
      labels: [...labels.values()]
        .sort((a, b) => a.position - b.position)
        .map(({ lastItem: _, ...label }) => label),
      issues: [...groups.values()].sort(
        (a, b) =>
          SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
          b.count - a.count ||
          (a.code < b.code ? -1 : 1),
      ),
    }),
  };
}

/** The report for reading: aligned columns, English, without a date so that it never differs. */
export function reportText(report: DatasetReport): string {
  const rows: (readonly [string, SplitCounts])[] = [
    ["Items", report.items],
    ["  without annotations", report.negatives],
    ["Annotations", report.annotations],
    ...report.labels.map(
      ({ name, position, annotations }) =>
        [`  ${position} ${name.replace(/\s+/g, " ")}`, annotations] as const,
    ),
  ];
  const columns: Column[] = [...SPLITS, "none", "total"];
  const shown = columns.filter(
    (column) => column === "total" || report.items[column] + report.annotations[column] > 0,
  );
  const width = Math.max(24, ...rows.map(([name]) => name.length)) + 2;
  const line = (name: string, cells: readonly (string | number)[]) =>
    (name.padEnd(width) + cells.map((cell) => String(cell).padStart(10)).join("")).trimEnd();
  const lines = [
    `Trazo dataset report, format ${report.format}`,
    "",
    line("", shown),
    ...rows.map(([name, counts]) =>
      line(
        name,
        shown.map((column) => counts[column]),
      ),
    ),
    "",
  ];
  if (report.issues.length === 0) lines.push("Nothing was left out or changed.");
  for (const { severity, code, count: times, examples } of report.issues) {
    lines.push(`${severity.toUpperCase()} ${code}: ${times}`);
    for (const { where, message } of examples)
      lines.push(`  ${oneLine(where)}: ${oneLine(message)}`);
    if (times > examples.length) lines.push(`  … and ${times - examples.length} more`);
  }
  return `${lines.join("\n")}\n`;
}

export function reportJson(report: DatasetReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

type Column = keyof SplitCounts;

function noCounts(): SplitCounts {
  return { train: 0, val: 0, test: 0, none: 0, total: 0 };
}

function count(counts: SplitCounts, column: Column, by = 1): void {
  counts[column] += by;
  counts.total += by;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
