"use client";

import Link from "next/link";
import { useFormatter } from "use-intl";
import { cn } from "@/components/ui/cn";
import { ChartFrame } from "./chart-frame";

/** More names than this do not fit side by side and stand upright. */
const MAX_LYING = 5;

export type HeatCell = { value: number; name: string; href?: string };

/**
 * Numbers in rows and columns, the darker the more. With the pointer each cell is a link; the table beside it has the same
 * links for the keyboard and for screen readers, so that the grid needs no hundred stops.
 */
export function HeatGrid(props: {
  title: string;
  /** What a cell is, and what is counted. */
  cellTitle: string;
  unit: string;
  cells: readonly (readonly HeatCell[])[];
  /** Names of rows and columns; without them the grid is a picture of a place. */
  names?: readonly string[];
  empty?: string;
  note?: string;
}) {
  const { title, cellTitle, unit, cells, names, ...frame } = props;
  const format = useFormatter();
  const flat = cells.flat();
  const most = Math.max(1, ...flat.map(({ value }) => value));
  const counted = flat.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
  const columns = cells[0]?.length ?? 0;
  return (
    <ChartFrame
      title={title}
      table={{
        columns: [cellTitle, unit],
        rows: counted.map(({ name, value }) => [name, format.number(value)]),
        hrefs: counted.map(({ href }) => href),
      }}
      {...frame}
    >
      <div
        aria-hidden="true"
        className={cn("grid gap-px", names ? "text-xs" : "rounded-md border bg-muted p-px")}
        style={{
          gridTemplateColumns: `${names ? "minmax(3rem, 7rem) " : ""}repeat(${columns}, minmax(0, 1fr))`,
        }}
      >
        {names ? <Corner names={names} /> : null}
        {cells.map((row, at) => (
          <Row key={names?.[at] ?? row[0]?.name} name={names?.[at]}>
            {row.map(({ value, name, href }) => (
              <Cell
                key={name}
                {...{ href, isSquare: names === undefined }}
                share={value === 0 ? 0 : 0.12 + 0.88 * (value / most)}
                text={`${name}: ${format.number(value)}`}
              />
            ))}
          </Row>
        ))}
      </div>
    </ChartFrame>
  );
}

function Corner({ names }: { names: readonly string[] }) {
  const isUpright = names.length > MAX_LYING;
  return (
    <>
      <span />
      {names.map((name) => (
        <span
          key={name}
          title={name}
          className={cn(
            "text-muted-foreground",
            isUpright ? "flex max-h-20 items-end justify-center pb-0.5" : "truncate text-center",
          )}
        >
          {isUpright ? (
            <span className="max-h-20 rotate-180 truncate [writing-mode:vertical-rl]">{name}</span>
          ) : (
            name
          )}
        </span>
      ))}
    </>
  );
}

function Row({ name, children }: { name: string | undefined; children: React.ReactNode }) {
  return (
    <>
      {name === undefined ? null : (
        <span className="self-center truncate pr-1 text-right text-muted-foreground" title={name}>
          {name}
        </span>
      )}
      {children}
    </>
  );
}

function Cell(props: { share: number; text: string; href: string | undefined; isSquare: boolean }) {
  const { share, text, href, isSquare } = props;
  const look = {
    className: cn("block rounded-xs", isSquare ? "aspect-[4/3]" : "h-6"),
    style: {
      backgroundColor:
        share === 0
          ? "var(--card)"
          : `color-mix(in oklab, var(--primary) ${Math.round(share * 100)}%, var(--card))`,
    },
    title: text,
  };
  return href === undefined || share === 0 ? (
    <span {...look} />
  ) : (
    <Link href={href} tabIndex={-1} prefetch={false} {...look} />
  );
}
