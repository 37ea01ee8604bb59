"use client";

import Link from "next/link";
import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useFormatter } from "use-intl";
import { ChartFrame } from "./chart-frame";
import { AXIS, GRID, TOOLTIP } from "./chart-look";

const HEIGHT_PX = 240;

export type StackedSeries = { key: string; name: string; color: string; href?: string };

/** Counts one above the other along an axis: their sum, and what it is made of. The first series is at the bottom. */
export function StackedPlot(props: {
  title: string;
  xName: string;
  series: readonly StackedSeries[];
  points: readonly { x: string; values: Readonly<Record<string, number>> }[];
  empty?: string;
}) {
  const { title, xName, series, points, empty } = props;
  const format = useFormatter();
  const last = points.at(-1);
  // An area needs two ends: a single day is as wide as the chart.
  const drawn = points.length === 1 && last ? [last, { ...last, x: `${last.x} ` }] : points;
  const data = drawn.map(({ x, values }) => ({ ...values, x }));
  return (
    <ChartFrame
      title={title}
      {...(empty === undefined ? {} : { empty })}
      table={{
        columns: [xName, ...series.map(({ name }) => name)],
        rows: points.map(({ x, values }) => [
          x,
          ...series.map(({ key }) => format.number(values[key] ?? 0)),
        ]),
      }}
    >
      <ResponsiveContainer width="100%" height={HEIGHT_PX}>
        <AreaChart data={data} margin={{ top: 4, right: 8, bottom: 0, left: 0 }} title={title}>
          <CartesianGrid {...GRID} />
          <XAxis
            dataKey="x"
            minTickGap={24}
            {...(points.length === 1 && last ? { ticks: [last.x] } : {})}
            {...AXIS}
          />
          <YAxis
            width={48}
            allowDecimals={false}
            tickFormatter={(value: number) =>
              format.number(value, { notation: "compact", maximumFractionDigits: 1 })
            }
            {...AXIS}
          />
          <Tooltip
            {...TOOLTIP}
            formatter={(value, name) => [format.number(Number(value)), String(name)]}
            itemSorter={(item) => -series.findIndex(({ name }) => name === item.name)}
          />
          {series.map(({ key, name, color }) => (
            <Area
              key={key}
              dataKey={key}
              name={name}
              stackId="all"
              type="linear"
              stroke={color}
              fill={color}
              fillOpacity={0.75}
              isAnimationActive={false}
            />
          ))}
        </AreaChart>
      </ResponsiveContainer>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs">
        {[...series].reverse().map(({ key, name, color, href }) => {
          const value = format.number(last?.values[key] ?? 0);
          return (
            <li key={key} className="flex items-center gap-1.5">
              <span
                aria-hidden="true"
                className="size-2 rounded-full"
                style={{ backgroundColor: color }}
              />
              {href ? (
                <Link href={href} className="underline-offset-4 hover:underline">
                  {name} <span data-numeric>{value}</span>
                </Link>
              ) : (
                <>
                  {name} <span data-numeric>{value}</span>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </ChartFrame>
  );
}
