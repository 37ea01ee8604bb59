"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useFormatter, useTranslations } from "use-intl";
import { ChartFrame } from "./chart-frame";
import { AXIS, GRID, TOOLTIP } from "./chart-look";

const HEIGHT_PX = 180;

/** Numbers by name, standing. */
export function BarPlot(props: {
  title: string;
  bars: readonly { name: string; value: number }[];
  /** What the numbers are; default: a count. */
  unit?: string;
}) {
  const { title, bars, unit } = props;
  const t = useTranslations("charts");
  const format = useFormatter();
  const value = unit ?? t("count");
  return (
    <ChartFrame
      title={title}
      table={{
        columns: [t("name"), value],
        rows: bars.some((bar) => bar.value > 0)
          ? bars.map((bar) => [bar.name, format.number(bar.value)])
          : [],
      }}
    >
      <ResponsiveContainer width="100%" height={HEIGHT_PX}>
        <BarChart data={[...bars]} margin={{ top: 4, right: 4, bottom: 0, left: 0 }} title={title}>
          <CartesianGrid {...GRID} />
          <XAxis dataKey="name" minTickGap={12} {...AXIS} />
          <YAxis width={44} allowDecimals={false} {...AXIS} />
          <Tooltip {...TOOLTIP} formatter={(shown) => [format.number(Number(shown)), value]} />
          <Bar
            dataKey="value"
            fill="var(--primary)"
            radius={[2, 2, 0, 0]}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
