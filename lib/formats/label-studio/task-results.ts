import { type CodePoints, indexCodePoints } from "@/lib/text/code-points";
import type { DatasetAnnotation, DatasetItem } from "../format";
import { isRecord } from "../text/json-records";
import { roleOf, type TextPlan } from "../text/text-plan";
import type { Controls } from "./controls";

/** The results of an item, as Label Studio exports them: regions, relations, then the whole. */
export function taskResults(
  item: DatasetItem,
  annotations: readonly DatasetAnnotation[],
  of: { plan: TextPlan; controls: Controls },
): Record<string, unknown>[] {
  const nameOf = ({ label }: DatasetAnnotation) => of.plan.labelByRef.get(label)?.name ?? "";
  const points = indexCodePoints(item.text ?? "");
  const ids = regionIds(annotations);
  const regions = annotations.flatMap((annotation) =>
    regionResults(annotation, {
      item,
      points,
      id: ids.get(annotation.ref) ?? "",
      name: nameOf(annotation),
    }),
  );
  const relations = annotations.flatMap((annotation): Record<string, unknown>[] => {
    const { geometry } = annotation;
    if (geometry.kind !== "relation") return [];
    return [
      {
        from_id: ids.get(geometry.from),
        to_id: ids.get(geometry.to),
        type: "relation",
        direction: "right",
        labels: [nameOf(annotation)],
        ...details(annotation),
      },
    ];
  });
  return [...regions, ...relations, ...wholeResults(annotations, of.controls, nameOf)];
}

/** Ids that an import brought are kept where they are used once in the task. */
function regionIds(annotations: readonly DatasetAnnotation[]): Map<string, string> {
  const spans = annotations.filter((each) => roleOf(each) === "span");
  const brought = new Set(spans.flatMap(({ sourceId }) => sourceId ?? []));
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  let next = 1;
  for (const { ref, sourceId } of spans) {
    let id = sourceId;
    if (id === undefined || taken.has(id)) {
      while (brought.has(`r${next}`)) next += 1;
      id = `r${next++}`;
    }
    taken.add(id);
    ids.set(ref, id);
  }
  return ids;
}

function regionResults(
  annotation: DatasetAnnotation,
  of: { item: DatasetItem; points: CodePoints; id: string; name: string },
): Record<string, unknown>[] {
  const { geometry, text, attributes } = annotation;
  if (geometry.kind !== "interval") return [];
  const { item, points, id, name } = of;
  const common = { id, to_name: item.media };
  if (item.media === "text") {
    const { start, end } = geometry;
    // Label Studio counts UTF-16 units; the text beside them tells readers that count otherwise.
    const offsets =
      points.has(start) && points.has(end)
        ? { start: points.toIndex(start), end: points.toIndex(end), text: points.slice(start, end) }
        : { start, end };
    const value = { ...offsets, labels: [name] };
    return [{ ...common, from_name: "label", type: "labels", value, ...details(annotation) }];
  }
  const { channel } = attributes;
  const place = {
    start: geometry.start,
    end: geometry.end,
    ...(typeof channel === "number" ? { channel } : {}),
  };
  const length = item.length === undefined ? {} : { original_length: item.length };
  const label = {
    ...{ ...common, from_name: "label", type: "labels", value: { ...place, labels: [name] } },
    ...length,
    ...details({ ...annotation, attributes: withoutChannel(attributes) }),
  };
  if (text === undefined) return [label];
  const value = { ...place, text: [text] };
  return [label, { ...common, from_name: "transcription", type: "textarea", value, ...length }];
}

function withoutChannel(attributes: DatasetAnnotation["attributes"]) {
  const { channel, ...others } = attributes;
  return typeof channel === "number" || channel === undefined ? others : attributes;
}

/** Choices by question and answers by label; those with details of their own stand alone. */
function wholeResults(
  annotations: readonly DatasetAnnotation[],
  { choices, answers, media }: Controls,
  nameOf: (annotation: DatasetAnnotation) => string,
): Record<string, unknown>[] {
  const wholes = annotations.filter(({ geometry }) => geometry.kind === "whole");
  const groups = [
    ...choices.map(({ name, labels }) => ({
      ...{ name, type: "choices", key: "choices", refs: labels.map(({ ref }) => ref) },
      textOf: nameOf,
    })),
    ...answers.map(({ name, label }) => ({
      ...{ name, type: "textarea", key: "text", refs: [label.ref] },
      textOf: ({ text }: DatasetAnnotation) => text ?? "",
    })),
  ];
  return groups.flatMap(({ name, type, key, refs, textOf }) => {
    const own = wholes.filter(({ label }) => refs.includes(label));
    const plain = own.filter((each) => Object.keys(details(each)).length === 0);
    const result = (id: string, values: string[]) => ({
      ...{ id, from_name: name, to_name: media, type, value: { [key]: values } },
    });
    return [
      ...(plain.length > 0 ? [result(name, plain.map(textOf))] : []),
      ...own
        .filter((each) => !plain.includes(each))
        .map((each, i) => ({ ...result(`${name}-${i + 1}`, [textOf(each)]), ...details(each) })),
    ];
  });
}

/** What Label Studio keeps with a result and does not show, and keys that came with it. */
function details({
  score,
  attributes,
  groupId,
  extra,
}: DatasetAnnotation): Record<string, unknown> {
  const { "label-studio": foreign, ...others } = extra ?? {};
  const { meta: foreignMeta, ...foreignKeys } = isRecord(foreign) ? foreign : {};
  const meta = {
    ...(isRecord(foreignMeta) ? foreignMeta : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(groupId === null ? {} : { group: groupId }),
    ...(Object.keys(others).length > 0 ? { extra: others } : {}),
  };
  return {
    ...foreignKeys,
    ...(score === null ? {} : { score }),
    ...(Object.keys(meta).length > 0 ? { meta } : {}),
  };
}
