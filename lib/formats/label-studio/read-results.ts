import { type Annotation, attributesSchema } from "@/lib/annotation/annotation";
import type { MediaKind } from "@/lib/media/media";
import { type CodePoints, hasAstral } from "@/lib/text/code-points";
import type { Issue } from "../format";
import { alignSpan, fromUtf16 } from "../text/align-span";
import { isRecord } from "../text/json-records";
import { type Details, otherKeys, type RecordSpan, type TextRecord } from "../text/record-events";
import type { Prediction } from "./read-label-studio";

export type ReadResults = Pick<TextRecord, "spans" | "relations" | "classes" | "answers"> & {
  /** Seconds, when a result says it. */
  length: number | null;
  /** Types of results that are not read. */
  skipped: string[];
};
type Context = {
  points: CodePoints;
  where: string;
  media: MediaKind;
  /** Null: what people made. */
  prediction: Prediction | null;
  issues: Issue[];
};
type Result = Readonly<Record<string, unknown>> & { value: Readonly<Record<string, unknown>> };

/** Types whose value has a list of labels under the same name. */
const LABEL_TYPES = new Set(["labels", "hypertextlabels", "paragraphlabels"]);
/** The label of a region that has a text or a choice and no label. */
const UNNAMED = "region";

/** What the results of one annotation say: regions first, then what refers to them. */
export function readResults(list: readonly unknown[], context: Context): ReadResults {
  const found = {
    spans: [] as RecordSpan[],
    relations: [] as ReadResults["relations"][number][],
    classes: [] as ReadResults["classes"][number][],
    answers: [] as ReadResults["answers"][number][],
    length: null as number | null,
    skipped: [] as string[],
  };
  const byId = new Map<unknown, number[]>();
  const results = list.filter(isRecord).map((each): Result => {
    const value = isRecord(each["value"]) ? each["value"] : {};
    return { ...each, value };
  });
  const addSpans = (result: Result, names: readonly string[]) => {
    const span = placeOf(result, context);
    if (!span) return;
    const at = names.map((label) => found.spans.push({ ...span, label }) - 1);
    byId.set(result["id"], at);
  };
  for (const result of results) {
    const { type, value, original_length: length } = result;
    if (typeof length === "number" && length > 0) found.length = length;
    if (typeof type !== "string" || !LABEL_TYPES.has(type)) continue;
    const names = textsOf(value[type] ?? value["labels"]);
    if (names.length > 0) addSpans(result, names);
    else report(context, result, { code: "no_label", message: "A region has no label: left out." });
  }
  for (const result of results) {
    const { type, id, value } = result;
    if (typeof type === "string" && LABEL_TYPES.has(type)) continue;
    const isRegion = typeof value["start"] === "number" && typeof value["end"] === "number";
    const isPlain = type === "choices" || type === "textarea" || type === "number";
    if (isPlain && isRegion && !byId.has(id)) addSpans(result, [UNNAMED]);
    const own = byId.get(id);
    if (type === "relation") readRelation(result, { found, byId, context });
    else if (isPlain && own) for (const at of own) addToRegion(found.spans[at], result, context);
    else if (type === "choices") {
      const answer = { question: nameOf(result), kind: "many" as const };
      for (const label of textsOf(value["choices"])) {
        found.classes.push({ label, answer, ...detailsOf(result, context) });
      }
    } else if (type === "textarea") {
      for (const text of textsOf(value["text"])) {
        const label = nameOf(result);
        found.answers.push({ label, question: label, text, ...detailsOf(result, context) });
      }
    } else found.skipped.push(String(type));
  }
  return found;
}

function placeOf(result: Result, context: Context): Omit<RecordSpan, "label"> | null {
  const { points, media } = context;
  const offsets = isRecord(result.value["globalOffsets"])
    ? result.value["globalOffsets"]
    : result.value;
  const { start, end } = offsets;
  const { text: surface, channel } = result.value;
  if (typeof start !== "number" || typeof end !== "number") {
    report(context, result, {
      code: "bad_span",
      message: "A region has no start and end: left out.",
    });
    return null;
  }
  const id = result["id"];
  const details = {
    ...detailsOf(result, context),
    ...(typeof id === "string" || typeof id === "number" ? { sourceId: String(id) } : {}),
  };
  if (media === "audio") {
    const attributes: Annotation["attributes"] = {
      ...details.attributes,
      ...(typeof channel === "number" ? { channel } : {}),
    };
    return { start, end, ...details, attributes };
  }
  const plain = fromUtf16(points, start, end);
  if (typeof surface !== "string") return { ...(plain ?? { start, end }), ...details };
  const aligned = alignSpan(points, { start, end, surface }, ["UTF-16 units", "code points"]);
  if (!aligned) {
    const message = `Its text "${surface.slice(0, 60)}" is not at ${start} to ${end}.`;
    report(context, result, { code: "surface_mismatch", message });
    return { ...(plain ?? { start, end }), ...details };
  }
  const isRepaired =
    aligned.found !== "UTF-16 units" && (aligned.found === "search" || hasAstral(points.text));
  if (isRepaired) {
    const message = `Its offsets ${start} to ${end} were corrected by its text.`;
    report(context, result, { code: "offset_repaired", message, severity: "info" });
  }
  return { start: aligned.start, end: aligned.end, ...details };
}

/** A transcript of a region of sound; everything else asked of a region is an attribute. */
function addToRegion(span: RecordSpan | undefined, result: Result, { media }: Context): void {
  if (!span) return;
  const { type, value } = result;
  if (type === "textarea" && media === "audio" && span.transcript === undefined) {
    span.transcript = textsOf(value["text"]).join("\n");
    return;
  }
  const given = type === "number" ? value["number"] : textsOf(value["choices"] ?? value["text"]);
  const single = Array.isArray(given) && given.length === 1 ? given[0] : given;
  const parsed = attributesSchema.safeParse({ ...span.attributes, [nameOf(result)]: single });
  if (parsed.success) span.attributes = parsed.data;
}

function readRelation(
  result: Result,
  of: {
    found: { relations: ReadResults["relations"][number][] };
    byId: ReadonlyMap<unknown, readonly number[]>;
    context: Context;
  },
): void {
  const { from_id: fromId, to_id: toId, direction, labels } = result;
  const [from = -1] = of.byId.get(fromId) ?? [];
  const [to = -1] = of.byId.get(toId) ?? [];
  const [label = "relation"] = textsOf(labels);
  const details = detailsOf(result, of.context);
  const isTurned = direction === "left";
  of.found.relations.push({
    ...details,
    from: isTurned ? to : from,
    to: isTurned ? from : to,
    label,
  });
  if (direction === "bi") {
    const message = "A relation in both directions is kept in one.";
    report(of.context, result, { code: "direction_not_carried", message });
  }
}

const RESULT_KEYS = new Set(
  "id type from_name to_name value original_length score meta from_id to_id direction labels".split(
    " ",
  ),
);
const MANUAL_KEYS = new Set([...RESULT_KEYS, "origin"]);

function detailsOf(result: Result, { prediction }: Context): Details {
  const { meta, score } = result;
  const own = isRecord(meta) ? meta : {};
  const attributes = attributesSchema.safeParse(own["attributes"] ?? {});
  const value = typeof score === "number" ? score : (prediction?.score ?? null);
  const otherMeta = otherKeys(own, new Set(["attributes", "group", "extra"]));
  const foreign = {
    // A person's own work is what everybody takes it for.
    ...otherKeys(result, result["origin"] === "manual" ? MANUAL_KEYS : RESULT_KEYS),
    ...(Object.keys(otherMeta).length > 0 ? { meta: otherMeta } : {}),
    ...(prediction?.modelVersion ? { model_version: prediction.modelVersion } : {}),
  };
  const extra = {
    ...(isRecord(own["extra"]) ? own["extra"] : {}),
    ...(Object.keys(foreign).length > 0 ? { "label-studio": foreign } : {}),
  };
  const { group } = own;
  return {
    attributes: attributes.success ? attributes.data : {},
    score: value !== null && value >= 0 && value <= 1 ? value : null,
    groupId: typeof group === "string" && group !== "" ? group : null,
    ...(prediction ? { suggestedBy: prediction.modelVersion } : {}),
    ...(Object.keys(extra).length > 0 ? { extra: JSON.parse(JSON.stringify(extra)) } : {}),
  };
}

function nameOf({ from_name: name }: Result): string {
  return typeof name === "string" ? name : "";
}

function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === "string");
}

function report(
  { where, issues }: Context,
  { id }: Result,
  of: { code: string; message: string; severity?: Issue["severity"] },
): void {
  issues.push({ severity: "warning", ...of, where: `${where}, result ${String(id)}` });
}
