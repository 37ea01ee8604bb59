"use client";

import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useFormatter } from "use-intl";
import { ChartFrame, type ChartTable } from "./chart-frame";
import { AXIS, GRID, SERIES, TOOLTIP } from "./chart-look";

const HEIGHT_PX = 220;

/** Up to three shares (0..1) along an axis; null leaves a gap. */
export function LinePlot(props: {
  title: string;
  xName: string;
  series: readonly string[];
  points: readonly { x: string; values: readonly (number | null)[] }[];
  empty?: string;
  /** Draws what would be ideal: y = x. */
  hasDiagonal?: boolean;
  /** Names a single line too, where the title does not. */
  hasLegend?: boolean;
  /** In place of the shares, for what they are made of. */
  table?: ChartTable;
}) {
  const {
    title,
    xName,
    series,
    points,
    empty,
    hasDiagonal = false,
    hasLegend = false,
    table,
  } = props;
  const format = useFormatter();
  const share = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: 1 });
  const data = points.map(({ x, values }) => ({
    x,
    ...Object.fromEntries(series.map((_, index) => [`s${index}`, values[index] ?? null])),
  }));
  const first = points[0];
  const last = points.at(-1);
  return (
    <ChartFrame
      title={title}
      {...(empty === undefined ? {} : { empty })}
      table={
        table ?? {
          columns: [xName, ...series],
          rows: points
            .filter(({ values }) => values.some((value) => value !== null))
            .map(({ x, values }) => [
              x,
              ...series.map((_, index) => {
                const value = values[index];
                return value === null || value === undefined ? "" : share(value);
              }),
            ]),
        }
      }
    >
      <ResponsiveContainer width="100%" height={HEIGHT_PX}>
        <LineChart data={data} margin={{ top: 4, right: 8, bottom: 0, left: 0 }} title={title}>
          <CartesianGrid {...GRID} />
          <XAxis dataKey="x" minTickGap={12} {...AXIS} />
          <YAxis width={48} domain={[0, 1]} tickFormatter={share} {...AXIS} />
          <Tooltip {...TOOLTIP} formatter={(value, name) => [share(Number(value)), String(name)]} />
          {series.length > 1 || hasLegend ? <Legend wrapperStyle={{ fontSize: 12 }} /> : null}
          {hasDiagonal && first && last ? (
            <ReferenceLine
              segment={[
                { x: first.x, y: 0 },
                { x: last.x, y: 1 },
              ]}
              stroke="var(--border-strong)"
              strokeDasharray="3 3"
            />
          ) : null}
          {series.map((name, index) => {
            const look = SERIES[index % SERIES.length] ?? SERIES[0];
            return (
              <Line
                key={name}
                dataKey={`s${index}`}
                name={name}
                stroke={look.color}
                strokeDasharray={look.dash}
                strokeWidth={2}
                dot={{ r: 2.5 }}
                connectNulls
                isAnimationActive={false}
              />
            );
          })}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
