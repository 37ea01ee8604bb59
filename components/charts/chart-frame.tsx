"use client";

import { ChartColumn, Download, Table2 } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { saveCsv } from "./save-csv";

export type ChartTable = {
  columns: readonly string[];
  /** Text as it is shown. */
  rows: readonly (readonly string[])[];
  /** What each row is about, as a link on its first cell. */
  hrefs?: readonly (string | undefined)[];
};

/** A chart with its name, its table in place of it, and the same numbers as a file. */
export function ChartFrame(props: {
  title: string;
  table: ChartTable;
  /** What is said where there are no numbers yet. */
  empty?: string;
  /** A sentence below: how it was counted. */
  note?: ReactNode;
  children: ReactNode;
}) {
  const { title, table, empty, note, children } = props;
  const t = useTranslations("charts");
  const titleId = useId();
  const [isTable, setTable] = useState(false);
  const isEmpty = table.rows.length === 0;
  return (
    <figure aria-labelledby={titleId} className="grid min-w-0 content-start gap-2">
      <figcaption className="flex min-h-7 items-center gap-1">
        <span id={titleId} className="min-w-0 flex-1 truncate font-medium text-sm">
          {title}
        </span>
        {isEmpty ? null : (
          <>
            <IconButton
              size="icon-sm"
              label={t(isTable ? "asChart" : "asTable")}
              icon={isTable ? <ChartColumn /> : <Table2 />}
              onClick={() => setTable(!isTable)}
            />
            <IconButton
              size="icon-sm"
              label={t("csv")}
              icon={<Download />}
              onClick={() => saveCsv(title, table)}
            />
          </>
        )}
      </figcaption>
      {isEmpty ? (
        <p className="flex h-40 items-center justify-center rounded-md border border-dashed px-4 text-center text-muted-foreground">
          {empty ?? t("empty")}
        </p>
      ) : isTable ? (
        // biome-ignore lint/a11y/useSemanticElements: a figure has no section of its own
        <div
          role="region"
          aria-labelledby={titleId}
          // It scrolls by keyboard, also where no cell is a link.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
          tabIndex={0}
          className="max-h-64 overflow-y-auto rounded-md border focus-visible:outline-2 focus-visible:outline-ring"
        >
          <Table>
            <TableHeader>
              <TableRow>
                {table.columns.map((column, index) => (
                  <TableHead key={column} isNumeric={index > 0}>
                    {column}
                  </TableHead>
                ))}
              </TableRow>
            </TableHeader>
            <TableBody>
              {table.rows.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two days of two years read alike
                <TableRow key={at}>
                  {row.map((cell, index) => (
                    <TableCell key={table.columns[index]} isNumeric={index > 0}>
                      <LinkedCell text={cell} href={index === 0 ? table.hrefs?.[at] : undefined} />
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      ) : (
        children
      )}
      {note === undefined || isEmpty ? null : (
        <p className="text-muted-foreground text-xs">{note}</p>
      )}
    </figure>
  );
}

function LinkedCell({ text, href }: { text: string; href: string | undefined }) {
  if (href === undefined) return text;
  return (
    <Link href={href} className="text-primary-text underline-offset-4 hover:underline">
      {text}
    </Link>
  );
}
