"use client";

import {
  Bar,
  BarChart,
  CartesianGrid,
  Rectangle,
  type RectangleProps,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useFormatter, useTranslations } from "use-intl";
import { ChartFrame } from "./chart-frame";
import { AXIS, GRID, TOOLTIP } from "./chart-look";
import { SvgLink } from "./svg-link";

const HEIGHT_PX = 180;
/** A single column as wide as the page says nothing more. */
const MAX_BAR_PX = 48;

export type Column = { name: string; value: number; href?: string | undefined };

/** Numbers by name, standing; each column is a link to what it counts. */
export function ColumnPlot(props: {
  title: string;
  /** What stands below the columns. */
  xName: string;
  columns: readonly Column[];
  unit: string;
  empty?: string;
  note?: string;
  /** A line across; the note says what it is. */
  mark?: number | undefined;
  digits?: number;
}) {
  const { title, xName, columns, unit, mark, digits = 0, ...frame } = props;
  const t = useTranslations("charts");
  const format = useFormatter();
  const shown = (value: number) => format.number(value, { maximumFractionDigits: digits });
  const hasAny = columns.some(({ value }) => value !== 0);
  return (
    <ChartFrame
      title={title}
      table={{
        columns: [xName, unit],
        rows: hasAny ? columns.map(({ name, value }) => [name, shown(value)]) : [],
        hrefs: columns.map(({ href, value }) => (value === 0 ? undefined : href)),
      }}
      {...frame}
    >
      <ResponsiveContainer width="100%" height={HEIGHT_PX}>
        <BarChart
          data={[...columns]}
          margin={{ top: 12, right: 4, bottom: 0, left: 0 }}
          title={title}
        >
          <CartesianGrid {...GRID} />
          <XAxis dataKey="name" interval="equidistantPreserveStart" minTickGap={8} {...AXIS} />
          <YAxis width={44} allowDecimals={digits > 0} tickFormatter={compact} {...AXIS} />
          <Tooltip {...TOOLTIP} formatter={(value) => [shown(Number(value)), unit]} />
          {mark === undefined ? null : (
            <ReferenceLine
              y={mark}
              stroke="var(--warning)"
              strokeDasharray="6 3"
              ifOverflow="extendDomain"
            />
          )}
          <Bar
            dataKey="value"
            maxBarSize={MAX_BAR_PX}
            isAnimationActive={false}
            shape={(bar: RectangleProps & { payload?: Column }) => {
              const { payload, x = 0, y = 0, width = 0, height = 0 } = bar;
              const drawn = (
                <Rectangle
                  {...{ x, y, width, height }}
                  fill="var(--primary)"
                  radius={[2, 2, 0, 0]}
                />
              );
              return payload?.href && payload.value !== 0 ? (
                <SvgLink
                  href={payload.href}
                  name={t("column", { name: payload.name, value: shown(payload.value), unit })}
                >
                  {drawn}
                </SvgLink>
              ) : (
                drawn
              );
            }}
          />
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );

  function compact(value: number): string {
    // A tick may lie between two numbers as they are shown: 0.05 is not "0.1".
    return format.number(value, { notation: "compact", maximumFractionDigits: digits + 1 });
  }
}
