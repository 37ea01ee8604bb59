import "server-only";
import { listLabels } from "@/db/queries/labels";
import type { Store } from "@/db/store";
import {
  f1Of,
  jaccardOf,
  meanOverlapOf,
  precisionOf,
  recallOf,
  type Tally,
} from "@/lib/agreement/tally";
import type { Agreement } from "@/lib/api/agreement";
import { csvRow } from "@/lib/formats/table/csv";

const COLUMNS = [
  ...["part", "first", "second", "label", "question", "measure", "items", "agreement"],
  ...["first_count", "second_count", "shared", "precision", "recall", "f1", "jaccard"],
  ...["mean_iou", "value"],
];
type Cells = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

/** Everything that was counted as one table; `part` says what a row is about. */
export async function agreementCsv(
  store: Store,
  { projectId, agreement }: { projectId: string; agreement: Agreement },
): Promise<Response> {
  const labels = new Map((await listLabels(store, projectId)).map(({ id, name }) => [id, name]));
  const names = new Map(
    agreement.raters.map(({ key, kind, name }) => [key, name === "" ? kind : name]),
  );
  const labelName = (id: string | null) => (id === null ? null : (labels.get(id) ?? id));
  const { items, mean } = agreement;
  const rows: Cells[] = [
    { part: "total", items, agreement: mean },
    ...agreement.measures.map(({ id, tally }) => ({
      ...{ part: "measure", measure: id },
      ...figures(tally),
    })),
    ...agreement.pairs.flatMap((pair) => {
      const named = {
        first: names.get(pair.first) ?? pair.first,
        second: names.get(pair.second) ?? pair.second,
      };
      return [
        { part: "pair", ...named, items: pair.items, agreement: pair.agreement },
        ...pair.measures.map(({ id, tally }) => ({
          ...{ part: "pair", ...named, measure: id },
          ...figures(tally),
        })),
        ...pair.kappas.map(({ question, labelId, value }) => ({
          ...{ part: "pair", ...named, question, label: labelName(labelId) },
          ...{ measure: "cohen", value },
        })),
      ];
    }),
    ...agreement.labels.flatMap(({ labelId, people, gold, model }) =>
      Object.entries({ people, gold, model }).flatMap(([second, tally]) =>
        tally.first + tally.second === 0
          ? []
          : [{ part: "label", label: labelName(labelId), second, ...figures(tally) }],
      ),
    ),
    ...agreement.questions.flatMap(({ question, labelId, units, coefficients }) =>
      coefficients.map(({ id, value }) => ({
        ...{ part: "question", question, label: labelName(labelId), items: units },
        ...{ measure: id, value },
      })),
    ),
    { part: "counts", measure: "alpha-ratio", items, value: agreement.counts.alpha },
    ...agreement.histogram.map((n, bin) => ({
      ...{ part: "items", items: n, agreement: bin / agreement.histogram.length },
    })),
  ];
  const text = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => cellOf(row[column])))]
    .map(csvRow)
    .join("");
  return new Response(text, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="agreement.csv"',
      "cache-control": "no-store",
    },
  });
}

/** Programs for tables take what begins so for a formula; a number is none. */
function cellOf(value: string | number | null | undefined): string | number | null {
  if (typeof value === "number") return Number(value.toFixed(4));
  return value && /^[=+\-@\t\r]/.test(value) ? `'${value}` : (value ?? null);
}

function figures(tally: Tally): Cells {
  return {
    ...{ first_count: tally.first, second_count: tally.second, shared: tally.shared },
    ...{ precision: precisionOf(tally), recall: recallOf(tally), f1: f1Of(tally) },
    ...{ jaccard: jaccardOf(tally), mean_iou: meanOverlapOf(tally) },
  };
}
