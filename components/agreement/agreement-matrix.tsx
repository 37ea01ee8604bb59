"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { ChartFrame } from "@/components/charts/chart-frame";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { cn } from "@/components/ui/cn";
import type { Agreement } from "@/lib/api/agreement";
import type { LabelView } from "@/lib/api/labels";
import {
  type AgreementPair,
  type AgreementRater,
  matrixChoices,
  pairKey,
  pairValue,
  sortPairs,
  sortRaters,
} from "./figures";
import { PairDetails } from "./pair-details";
import { useChoiceName, useFigures, useRaterName } from "./use-rater-names";

type Place = { row: number; column: number };

/** Each with each, the darker the more they agree. Arrow keys go from cell to cell; the chosen one is told in full below. */
export function AgreementMatrix(props: { agreement: Agreement; labels: readonly LabelView[] }) {
  const { agreement, labels } = props;
  const t = useTranslations("agreement");
  const raterName = useRaterName();
  const choiceName = useChoiceName(labels);
  const { share, coefficient, count } = useFigures();
  const raters = sortRaters(agreement.raters);
  const choices = matrixChoices(agreement);
  const [shown, setShown] = useState(0);
  const choice = choices[shown] ?? { kind: "all" as const };
  const figure = choice.kind === "kappa" ? coefficient : share;
  const sorted = sortPairs(agreement.pairs, raters);
  const pairs = new Map(sorted.map((pair) => [pairKey(pair.first, pair.second), pair]));
  const [chosen, setChosen] = useState<string | null>(null);
  const pair = (chosen === null ? undefined : pairs.get(chosen)) ?? sorted[0];
  const nameOfKey = new Map(raters.map((rater) => [rater.key, raterName(rater)]));
  const names = choices.map(choiceName);
  return (
    <div className="grid gap-4">
      <ChoiceSelect
        label={t("matrix.choice")}
        value={String(shown)}
        choices={choices.map((_, index) => String(index))}
        nameOf={(index) => names[Number(index)] ?? ""}
        onChange={(index) => setShown(Number(index))}
        className="w-72 max-w-full"
      />
      <ChartFrame
        title={t("matrix.chart", { what: names[shown] ?? "" })}
        table={{
          columns: [t("matrix.pair"), t("matrix.value"), t("matrix.items")],
          rows: sorted.map((one) => [
            t("matrix.both", {
              first: nameOfKey.get(one.first) ?? one.first,
              second: nameOfKey.get(one.second) ?? one.second,
            }),
            figure(pairValue(one, choice)),
            count(one.items),
          ]),
        }}
      >
        <Grid
          {...{ raters, pairs, raterName }}
          measure={(one) => pairValue(one, choice)}
          figure={figure}
          chosen={pair ? pairKey(pair.first, pair.second) : null}
          onChoose={setChosen}
        />
      </ChartFrame>
      {pair ? <PairDetails {...{ pair, nameOfKey, labels }} /> : null}
    </div>
  );
}

function Grid(props: {
  raters: readonly AgreementRater[];
  pairs: ReadonlyMap<string, AgreementPair>;
  raterName(rater: AgreementRater): string;
  measure(pair: AgreementPair): number | null;
  figure(value: number | null): string;
  /** The pair that is told in full. */
  chosen: string | null;
  onChoose(key: string): void;
}) {
  const { raters, pairs, raterName, measure, figure, chosen, onChoose } = props;
  const t = useTranslations("agreement");
  const isFilled = ({ row, column }: Place) => {
    const [one, other] = [raters[row], raters[column]];
    return one !== undefined && other !== undefined && pairs.has(pairKey(one.key, other.key));
  };
  const [focused, setFocused] = useState<Place | null>(null);
  const places = raters.flatMap((_, row) => raters.map((__, column) => ({ row, column })));
  // The one that the Tab key comes to.
  const at = focused && isFilled(focused) ? focused : places.find(isFilled);
  const table = useRef<HTMLTableElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (!step || !at) return;
    const isInside = ({ row, column }: Place) =>
      row >= 0 && column >= 0 && row < raters.length && column < raters.length;
    const move = ({ row, column }: Place) => ({
      row: row + step.row,
      column: column + step.column,
    });
    let next = move(at);
    while (isInside(next) && !isFilled(next)) next = move(next);
    if (!isInside(next)) return;
    event.preventDefault();
    const cell = `[data-cell="${next.row}-${next.column}"]`;
    table.current?.querySelector<HTMLButtonElement>(cell)?.focus();
  }

  return (
    <div className="overflow-x-auto pb-1">
      <table
        ref={table}
        className="border-separate border-spacing-0.5 text-sm"
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <td />
            {raters.map((rater) => (
              <th
                key={rater.key}
                scope="col"
                className="w-18 min-w-18 max-w-18 px-0.5 align-bottom"
              >
                <span
                  className="line-clamp-2 text-balance break-words text-center font-normal text-muted-foreground text-xs"
                  title={raterName(rater)}
                >
                  {raterName(rater)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {raters.map((one, row) => (
            <tr key={one.key}>
              <th
                scope="row"
                title={raterName(one)}
                className="max-w-48 truncate pr-2 text-right font-normal text-xs"
              >
                {raterName(one)}
              </th>
              {raters.map((other, column) => {
                const key = pairKey(one.key, other.key);
                const pair = pairs.get(key);
                if (row === column || !pair) {
                  return (
                    <td key={other.key} className="h-9 w-18 rounded-sm bg-muted/50 text-center">
                      <span className="text-muted-foreground text-xs">
                        {row === column ? "" : "·"}
                      </span>
                    </td>
                  );
                }
                const value = measure(pair);
                const both = { first: raterName(one), second: raterName(other) };
                return (
                  <td key={other.key} className="p-0">
                    <button
                      type="button"
                      data-cell={`${row}-${column}`}
                      data-numeric
                      aria-current={key === chosen ? "true" : undefined}
                      tabIndex={at?.row === row && at.column === column ? 0 : -1}
                      aria-label={t("matrix.cell", {
                        ...both,
                        value: figure(value),
                        count: pair.items,
                      })}
                      title={t("matrix.cell", { ...both, value: figure(value), count: pair.items })}
                      onFocus={() => {
                        setFocused({ row, column });
                        onChoose(key);
                      }}
                      className={cn(
                        "flex h-9 w-18 items-center justify-center rounded-sm text-xs",
                        key === chosen && "font-semibold ring-2 ring-ring ring-inset",
                        "focus-visible:outline-2 focus-visible:outline-ring",
                      )}
                      style={{ backgroundColor: shadeOf(value) }}
                    >
                      {figure(value)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const STEPS: Readonly<Record<string, Place | undefined>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

/** Never so strong that the number could not be read on it, in either theme. */
function shadeOf(value: number | null): string {
  if (value === null) return "var(--muted)";
  const share = Math.round(4 + 51 * Math.min(1, Math.max(0, value)));
  return `color-mix(in oklab, var(--primary) ${share}%, var(--card))`;
}
