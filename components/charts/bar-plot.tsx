"use client";

import { useFormatter, useTranslations } from "use-intl";
import { ChartFrame } from "./chart-frame";
import { niceTicks } from "./nice-ticks";

const HEIGHT_PX = 156;
/** So many names find room below. */
const MAX_NAMES = 10;

/**
 * Numbers by name, standing. Made of boxes that the browser lays out once: a library that measures first took more than
 * 50 ms of the page at its first drawing, in the middle of somebody's work.
 */
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
  const ticks = niceTicks(Math.max(0, ...bars.map((bar) => bar.value)));
  const top = ticks.at(-1) ?? 1;
  const named = Math.ceil(bars.length / MAX_NAMES);
  const percent = (share: number) => `${100 * share}%`;
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
      {/* The same numbers are in the table. */}
      <div aria-hidden="true" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 pt-2 text-xs">
        <ul className="relative w-10" style={{ height: HEIGHT_PX }}>
          {ticks.map((tick) => (
            <li
              key={tick}
              data-numeric
              className="absolute right-0 translate-y-1/2 leading-none text-muted-foreground"
              style={{ bottom: percent(tick / top) }}
            >
              {format.number(tick, { notation: "compact" })}
            </li>
          ))}
        </ul>
        <div className="relative" style={{ height: HEIGHT_PX }}>
          {ticks.map((tick) => (
            <div
              key={tick}
              className="absolute inset-x-0 border-t border-dashed first:border-solid"
              style={{ bottom: percent(tick / top) }}
            />
          ))}
          <ul data-testid="bars" className="absolute inset-0 flex items-end">
            {bars.map((bar) => (
              <li
                key={bar.name}
                title={`${bar.name}: ${format.number(bar.value)}`}
                className="group flex h-full min-w-0 flex-1 items-end justify-center"
              >
                <div
                  className="w-4/5 rounded-t-xs bg-primary group-hover:opacity-80"
                  style={{ height: percent(bar.value / top) }}
                />
              </li>
            ))}
          </ul>
        </div>
        <ul className="col-start-2 flex pt-1">
          {bars.map((bar, index) => (
            <li
              key={bar.name}
              data-numeric
              className="flex min-w-0 flex-1 justify-center overflow-visible whitespace-nowrap text-muted-foreground"
            >
              {index % named === 0 ? bar.name : ""}
            </li>
          ))}
        </ul>
      </div>
    </ChartFrame>
  );
}
