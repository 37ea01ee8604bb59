"use client";

import Link from "next/link";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ChartFrame } from "./chart-frame";

/** More are shown when asked for. */
const FIRST_ROWS = 8;

export type BarRow = { key: string; name: string; value: number; color?: string; href: string };

/** Numbers by name, lying: for names that are long, most first. Each row is a link to what it counts. */
export function BarList(props: {
  title: string;
  nameTitle: string;
  unit: string;
  rows: readonly BarRow[];
  empty?: string;
  note?: string;
}) {
  const { title, nameTitle, unit, rows, ...frame } = props;
  const t = useTranslations("charts");
  const format = useFormatter();
  const [isAll, setAll] = useState(false);
  const most = Math.max(1, ...rows.map(({ value }) => value));
  const hasAny = rows.some(({ value }) => value > 0);
  const shown = isAll ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <ChartFrame
      title={title}
      table={{
        columns: [nameTitle, unit],
        rows: hasAny ? rows.map(({ name, value }) => [name, format.number(value)]) : [],
        hrefs: rows.map(({ href }) => href),
      }}
      {...frame}
    >
      <ul className="grid gap-0.5">
        {shown.map(({ key, name, value, color = "var(--primary)", href }) => (
          <li key={key}>
            <Link
              href={href}
              className="grid grid-cols-[minmax(5rem,2fr)_3fr_3rem] items-center gap-2 rounded-sm px-1 py-0.5 text-sm hover:bg-accent"
            >
              <span className="truncate" title={name}>
                {name}
              </span>
              <span aria-hidden="true" className="h-3.5 rounded-sm bg-muted">
                {value > 0 ? (
                  <span
                    className="block h-full min-w-px rounded-sm border border-foreground/20"
                    style={{ width: `${(value / most) * 100}%`, backgroundColor: color }}
                  />
                ) : null}
              </span>
              <span className="text-right" data-numeric>
                {format.number(value)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {rows.length > FIRST_ROWS ? (
        <Button
          size="sm"
          variant="ghost"
          className="justify-self-start"
          onClick={() => setAll(!isAll)}
        >
          {isAll ? t("fewer") : t("more", { count: rows.length - FIRST_ROWS })}
        </Button>
      ) : null}
    </ChartFrame>
  );
}
