"use client";

import { useFormatter, useTranslations } from "use-intl";
import { ColumnPlot } from "@/components/charts/column-plot";
import { HeatGrid } from "@/components/charts/heat-grid";
import { Panel } from "@/components/ui/panel";
import type { Histogram, ProjectStatistics } from "@/lib/api/statistics";
import { PLACE_CELLS, PLACE_PARTS, placeEdge } from "@/lib/statistics/shape-tally";
import { itemsHref } from "./links";

type Props = { projectId: string; data: ProjectStatistics };

/** How large boxes are, what shape they have, and where they are. */
export function BoxCharts({ projectId, data }: Props) {
  const t = useTranslations("statistics.charts");
  const columns = useColumns(projectId);
  const boxes = data.shapes?.boxes;
  const empty = t(data.shapes ? "boxesEmpty" : "counting");
  const unit = t("boxes");
  return (
    <>
      <Panel className="min-w-0 md:col-span-2">
        <ColumnPlot
          {...{ unit, empty }}
          title={t("sizes")}
          xName={t("sizeRange")}
          note={t("sizesNote")}
          columns={columns(boxes?.size, ["minSize", "maxSize"])}
        />
      </Panel>
      <Panel className="min-w-0 md:col-span-2">
        <ColumnPlot
          {...{ unit, empty }}
          title={t("aspects")}
          xName={t("aspectRange")}
          note={t("aspectsNote")}
          columns={columns(boxes?.aspect, ["minAspect", "maxAspect"])}
        />
      </Panel>
      <Panel className="min-w-0 md:col-span-2">
        <HeatGrid
          {...{ unit, empty }}
          title={t("places")}
          cellTitle={t("place")}
          note={t("placesNote")}
          cells={(boxes?.places ?? []).map((row, down) =>
            row.map((value, across) => ({
              value,
              name: t("cell", { column: across + 1, row: down + 1 }),
              href: itemsHref(projectId, {
                at: [across, down, across + 1, down + 1].map((n) => edge(n)).join(","),
              }),
            })),
          )}
        />
      </Panel>
    </>
  );

  function edge(cell: number): number {
    return placeEdge(cell, PLACE_CELLS);
  }
}

/** How long spans of texts and regions of recordings are, where they are, and how long the items are. */
export function SpanCharts({ projectId, data }: Props) {
  const kind = data.mediaKind;
  const t = useTranslations("statistics.charts");
  const format = useFormatter();
  const columns = useColumns(projectId);
  const spans = data.shapes?.spans;
  const empty = t(data.shapes ? "spansEmpty" : "counting", { kind });
  const percent = (value: number) => format.number(value, { style: "percent" });
  return (
    <>
      <Panel className="min-w-0 md:col-span-2">
        <ColumnPlot
          title={t("spanLengths", { kind })}
          xName={t("lengthRange", { kind })}
          unit={t("spans", { kind })}
          empty={empty}
          columns={columns(spans?.length, ["minSpan", "maxSpan"])}
        />
      </Panel>
      <Panel className="min-w-0 md:col-span-2">
        <ColumnPlot
          title={t("spanPlaces", { kind })}
          xName={t("part")}
          unit={t("spans", { kind })}
          empty={empty}
          columns={(spans?.places ?? []).map((value, part) => {
            const [from, to] = [placeEdge(part, PLACE_PARTS), placeEdge(part + 1, PLACE_PARTS)];
            return {
              ...{ value, name: `${percent(from)}–${percent(to)}` },
              href: itemsHref(projectId, { at: `${from},${to}` }),
            };
          })}
        />
      </Panel>
      <Panel className="min-w-0 md:col-span-2">
        <ColumnPlot
          title={t("itemLengths", { kind })}
          xName={t("lengthRange", { kind })}
          unit={t("items")}
          columns={columns(spans?.items, ["minLength", "maxLength"])}
        />
      </Panel>
    </>
  );
}

/** A histogram as columns that lead to the items with something in the bin. Empty bins at both ends are left out. */
function useColumns(projectId: string) {
  const t = useTranslations("statistics.charts");
  const format = useFormatter();
  return (histogram: Histogram | null | undefined, [min, max]: readonly [string, string]) => {
    const { edges = [], counts = [] } = histogram ?? {};
    const first = counts.findIndex((n) => n > 0);
    const last = counts.findLastIndex((n) => n > 0);
    return counts.flatMap((value, bin) => {
      if (bin < first || bin > last || first < 0) return [];
      const [from = 0, to] = edges.slice(bin, bin + 2);
      const shown = format.number(from, { maximumFractionDigits: 2 });
      return [
        {
          value,
          name:
            to === undefined
              ? t("orMore", { from: shown })
              : `${shown}–${format.number(to, { maximumFractionDigits: 2 })}`,
          href: itemsHref(projectId, {
            [min]: from === 0 ? undefined : from,
            [max]: to ?? undefined,
          }),
        },
      ];
    });
  };
}
