import { hasAstral, indexCodePoints } from "@/lib/text/code-points";
import { createIdSet } from "../coco/id-set";
import type {
  DatasetAnnotation,
  DatasetItem,
  DatasetSource,
  Format,
  Issue,
  OutFile,
  WriteOptions,
} from "../format";
import { numberOrText } from "../text/json-records";
import { labelFile } from "../text/label-file";
import {
  carriedAnnotations,
  type ItemWithAnnotations,
  metadataKeyTaken,
  planTexts,
  roleOf,
  streamedFile,
  type TextPlan,
  textMissing,
  walkItems,
} from "../text/text-plan";

export const doccanoCarries: Format["carries"] = {
  geometries: ["interval", "relation", "whole"],
  attributes: false,
  texts: true,
  scores: false,
  groups: false,
  order: true,
  emptyItems: true,
  ids: true,
};

/** The shape of the records, by what the dataset has: each is that of one kind of doccano project. */
type Shape =
  /** `label: [[start, end, "name"]]` */
  | "spans"
  /** `entities: [{id, start_offset, …}]`, `relations`, and `cats` for classes */
  | "relations"
  /** `entities: [[start, end, "name"]]`, `cats: ["name"]` */
  | "spans and classes"
  /** `label: ["name"]` */
  | "classes"
  /** `label: ["text"]` */
  | "answers";

const RESERVED_KEYS = new Set(
  "id item_name text data label labels entities relations cats trazo_label".split(" "),
);

export async function* writeDoccano(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const plan = await planTexts(source, { options, carries: doccanoCarries });
  yield* plan.issues;
  const issues: Issue[] = [];
  const writing: Writing = {
    plan,
    shape: shapeOf(plan),
    answerLabel: plan.labels.find(({ ref }) => plan.answerLabels.has(ref))?.ref ?? null,
    issues,
    entityIds: createIds(),
    relationIds: createIds(),
    astral: 0,
  };
  for (const split of plan.splits) {
    const lines = recordLines(walkItems(source, { split, options }), writing);
    yield streamedFile(`${split ?? "data"}.jsonl`, lines);
    yield* issues.splice(0);
  }
  if (writing.astral > 0) yield astralOffsets(writing.astral);
  yield labelFile("doccano", plan.labels);
}

type Writing = {
  plan: TextPlan;
  shape: Shape;
  /** The label whose answers are written when there is nothing but answers. */
  answerLabel: string | null;
  issues: Issue[];
  entityIds: ReturnType<typeof createIds>;
  relationIds: ReturnType<typeof createIds>;
  /** Items with spans behind characters that count twice in doccano itself. */
  astral: number;
};

function shapeOf({ roles }: TextPlan): Shape {
  if (roles.relation > 0) return "relations";
  if (roles.span > 0) return roles.class > 0 ? "spans and classes" : "spans";
  if (roles.class > 0) return "classes";
  return roles.answer > 0 ? "answers" : "spans";
}

async function* recordLines(
  items: AsyncIterable<ItemWithAnnotations>,
  writing: Writing,
): AsyncGenerator<string> {
  for await (const { item, annotations } of items) {
    if (item.text === undefined) writing.issues.push(textMissing(item, annotations));
    else yield `${JSON.stringify(recordOf(item, annotations, writing))}\n`;
  }
}

function recordOf(
  item: DatasetItem,
  annotations: readonly DatasetAnnotation[],
  writing: Writing,
): Record<string, unknown> {
  const { text = "", sourceId, name } = item;
  const metadata: [string, unknown][] = [];
  for (const [key, value] of Object.entries(item.metadata ?? {})) {
    if (!RESERVED_KEYS.has(key)) metadata.push([key, value]);
    else writing.issues.push(metadataKeyTaken(item, key));
  }
  const { shape, answerLabel } = writing;
  const kept = carriedAnnotations({ item, annotations }, writing, ({ label }, role) => {
    if (role !== "answer" || (shape === "answers" && label === answerLabel)) return null;
    const why = shape === "answers" ? "doccano asks one thing" : "doccano has answers alone";
    return ["answer_not_carried", why];
  });
  if (hasAstral(text) && hasSpanBehindAstral(kept, text)) writing.astral += 1;
  return Object.fromEntries([
    ...(sourceId === undefined ? [] : [["id", numberOrText(sourceId)] as const]),
    ["item_name", name],
    ["text", text],
    ...Object.entries(labelled(kept, writing)),
    ...metadata,
  ]);
}

function labelled(kept: readonly DatasetAnnotation[], writing: Writing): Record<string, unknown> {
  const nameOf = ({ label }: DatasetAnnotation) => writing.plan.labelByRef.get(label)?.name ?? "";
  const spans = kept.flatMap((annotation) => {
    const { geometry } = annotation;
    return geometry.kind === "interval" ? [{ annotation, ...geometry }] : [];
  });
  const rows = spans.map(({ annotation, start, end }) => [start, end, nameOf(annotation)]);
  const classes = kept.filter((each) => roleOf(each) === "class").map(nameOf);
  switch (writing.shape) {
    case "spans":
      return { label: rows };
    case "spans and classes":
      return { entities: rows, cats: classes };
    case "classes":
      return { label: classes };
    case "answers": {
      const name = writing.plan.labelByRef.get(writing.answerLabel ?? "")?.name;
      return { label: kept.map(({ text }) => text), trazo_label: name };
    }
    default:
      return withRelations(kept, { spans, classes, nameOf, writing });
  }
}

function withRelations(
  kept: readonly DatasetAnnotation[],
  of: {
    spans: readonly { annotation: DatasetAnnotation; start: number; end: number }[];
    classes: readonly string[];
    nameOf(annotation: DatasetAnnotation): string;
    writing: Writing;
  },
): Record<string, unknown> {
  const ids = new Map<string, number>();
  const entities = of.spans.map(({ annotation, start, end }) => {
    const id = of.writing.entityIds(annotation.sourceId);
    ids.set(annotation.ref, id);
    return { id, start_offset: start, end_offset: end, label: of.nameOf(annotation) };
  });
  const relations = kept.flatMap((annotation) => {
    const { geometry, sourceId } = annotation;
    if (geometry.kind !== "relation") return [];
    return {
      id: of.writing.relationIds(sourceId),
      from_id: ids.get(geometry.from),
      to_id: ids.get(geometry.to),
      type: of.nameOf(annotation),
    };
  });
  const cats = of.classes.length > 0 ? { cats: of.classes } : {};
  return { entities, relations, ...cats };
}

/** Whole numbers from 1, each once; an id that an import brought is kept if it is one of those. */
function createIds(): (wanted: string | undefined) => number {
  const taken = createIdSet();
  let next = 1;
  return (wanted) => {
    const kept = wanted !== undefined && /^[1-9][0-9]{0,14}$/.test(wanted) ? Number(wanted) : null;
    if (kept !== null && taken.add(kept)) return kept;
    while (!taken.add(next)) next += 1;
    return next;
  };
}

/** Offsets are the same in both units where no astral character stands before them. */
function hasSpanBehindAstral(kept: readonly DatasetAnnotation[], text: string): boolean {
  const points = indexCodePoints(text);
  return kept.some(
    ({ geometry }) =>
      geometry.kind === "interval" &&
      points.has(geometry.end) &&
      points.toIndex(geometry.end) !== geometry.end,
  );
}

function astralOffsets(count: number): Issue {
  const message =
    `${count} texts have spans behind emoji or other characters outside the basic plane. Offsets are code points, ` +
    "as Python counts; doccano itself counts UTF-16 units and would show these spans shifted.";
  return { code: "astral_offsets", severity: "info", where: "spans", message };
}
