"use client";

import { ChevronRight, CircleCheck } from "lucide-react";
import { useFormatter, useMessages, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { SPLITS } from "@/lib/annotation/item-state";
import type { DatasetReport, SplitCounts } from "@/lib/formats/report";

type Column = keyof SplitCounts;
const SEVERITY_LOOKS = { error: "danger", warning: "warning", info: "neutral" } as const;
const SHOWN_EXAMPLES = 10;

/** What a dataset holds per split and label, and everything that is left out with the reason. */
export function ReportView({ report }: { report: DatasetReport }) {
  return (
    <div className="grid gap-4">
      <Counts report={report} />
      <Issues issues={report.issues} />
    </div>
  );
}

function Counts({ report }: { report: DatasetReport }) {
  const t = useTranslations("data");
  const used = ([...SPLITS, "none"] as const).filter((split) => report.items[split] > 0);
  const columns: Column[] = used.length > 1 ? [...used, "total"] : ["total"];
  return (
    <Table>
      <caption className="sr-only">{t("report.caption")}</caption>
      <TableHeader>
        <tr>
          <td />
          {columns.map((column) => (
            <TableHead key={column} isNumeric>
              {t(`split.${column}`)}
            </TableHead>
          ))}
        </tr>
      </TableHeader>
      <TableBody>
        <Row name={t("report.items")} counts={report.items} columns={columns} isStrong />
        <Row name={t("report.negatives")} counts={report.negatives} columns={columns} isIndented />
        <Row
          name={t("report.annotations")}
          counts={report.annotations}
          columns={columns}
          isStrong
        />
        {report.labels.map((label) => (
          <Row
            key={label.position}
            name={label.name}
            counts={label.annotations}
            columns={columns}
            isIndented
          />
        ))}
      </TableBody>
    </Table>
  );
}

function Row(props: {
  name: string;
  counts: SplitCounts;
  columns: readonly Column[];
  isStrong?: boolean;
  isIndented?: boolean;
}) {
  const format = useFormatter();
  const { name, counts, columns, isStrong, isIndented } = props;
  return (
    <TableRow>
      <th
        scope="row"
        title={name}
        className={`h-8 max-w-56 truncate px-3 text-left font-normal ${isIndented ? "pl-6 text-muted-foreground" : ""} ${isStrong ? "font-medium" : ""}`}
      >
        {name}
      </th>
      {columns.map((column) => (
        <TableCell
          key={column}
          isNumeric
          className={`h-8 ${counts[column] === 0 ? "text-subtle-foreground" : ""} ${isStrong ? "font-medium" : ""}`}
        >
          {format.number(counts[column])}
        </TableCell>
      ))}
    </TableRow>
  );
}

function Issues({ issues }: { issues: DatasetReport["issues"] }) {
  const t = useTranslations("data");
  const format = useFormatter();
  const title = useIssueTitle();
  if (issues.length === 0) {
    return (
      <p className="flex items-center gap-2 text-muted-foreground">
        <CircleCheck aria-hidden="true" className="size-4 text-success-foreground" />
        {t("report.nothingLeftOut")}
      </p>
    );
  }
  return (
    <div className="grid gap-1">
      <h3 className="font-medium text-sm">{t("report.issues")}</h3>
      <ul className="divide-y rounded-md border">
        {issues.map(({ code, severity, count, examples }) => (
          <li key={`${severity} ${code}`}>
            <details className="group">
              <summary className="flex cursor-pointer items-center gap-2 px-3 py-2 hover:bg-accent">
                <ChevronRight
                  aria-hidden="true"
                  className="size-4 shrink-0 text-muted-foreground transition-transform duration-150 group-open:rotate-90"
                />
                <Badge variant={SEVERITY_LOOKS[severity]}>{t(`report.severity.${severity}`)}</Badge>
                <span className="min-w-0 flex-1 truncate">{title(code)}</span>
                <span data-numeric className="text-muted-foreground">
                  {format.number(count)}
                </span>
              </summary>
              <ul className="grid gap-1.5 px-9 pb-3 text-xs">
                {examples.slice(0, SHOWN_EXAMPLES).map(({ where, message }) => (
                  <li key={`${where} ${message}`} className="grid">
                    <span className="break-all font-mono">{where}</span>
                    <span className="text-muted-foreground">{message}</span>
                  </li>
                ))}
                {count > SHOWN_EXAMPLES ? (
                  <li className="text-muted-foreground">
                    {t("report.more", { count: count - SHOWN_EXAMPLES })}
                  </li>
                ) : null}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A heading in the reader's language; the code itself for those that have none. */
function useIssueTitle(): (code: string) => string {
  const { data } = useMessages();
  const titles: Record<string, string> = data.issue;
  return (code) => titles[code] ?? code.replaceAll("_", " ");
}
