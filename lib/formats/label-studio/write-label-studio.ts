import { createFileNamer } from "../file-name";
import type { DatasetItem, DatasetSource, Format, Issue, OutFile, WriteOptions } from "../format";
import { isRecord } from "../text/json-records";
import { labelFile } from "../text/label-file";
import {
  carriedAnnotations,
  type ItemWithAnnotations,
  metadataKeyTaken,
  planTexts,
  streamedFile,
  type TextPlan,
  textMissing,
  walkItems,
} from "../text/text-plan";
import { type Controls, controlsOf, labelingConfig } from "./controls";
import { MEDIA_KEYS } from "./detect-label-studio";
import { localFileUrl } from "./media-url";
import { taskResults } from "./task-results";

export const labelStudioCarries: Format["carries"] = {
  geometries: ["interval", "relation", "whole"],
  attributes: true,
  texts: true,
  scores: true,
  groups: true,
  order: true,
  emptyItems: true,
  ids: true,
};

export async function* writeLabelStudio(
  source: DatasetSource,
  options: WriteOptions,
): AsyncIterable<OutFile | Issue> {
  const plan = await planTexts(source, { options, carries: labelStudioCarries });
  yield* plan.issues;
  const { media } = plan;
  const controls = controlsOf(plan, media);
  const issues: Issue[] = [];
  for (const split of plan.splits) {
    const folder = split ?? "recordings";
    const writing: Writing = { plan, controls, issues, folder, nameFile: createFileNamer("path") };
    const walk = { split, options };
    yield streamedFile(`${split ?? "tasks"}.json`, taskLines(walkItems(source, walk), writing));
    yield* issues.splice(0);
    if (media !== "audio" || !options.hasMedia) continue;
    const nameAgain = createFileNamer("path");
    for await (const { item } of walkItems(source, walk)) {
      const path = `${folder}/${nameAgain(item.name).name}`;
      yield { path, content: { kind: "media", item }, stored: true };
    }
  }
  const config = new TextEncoder().encode(labelingConfig(controls));
  const content = { kind: "bytes", bytes: config } as const;
  yield { path: "labeling-config.xml", content, stored: false };
  const names = new Map(controls.answers.map(({ name, label }) => [label.ref, name]));
  yield labelFile("label-studio", plan.labels, ({ ref, name }) => names.get(ref) ?? name);
}

type Writing = {
  plan: TextPlan;
  controls: Controls;
  issues: Issue[];
  folder: string;
  nameFile: ReturnType<typeof createFileNamer>;
};

async function* taskLines(
  items: AsyncIterable<ItemWithAnnotations>,
  writing: Writing,
): AsyncGenerator<string> {
  let separator = "[\n";
  for await (const each of items) {
    const { item, annotations } = each;
    if (item.media === "text" && item.text === undefined) {
      writing.issues.push(textMissing(item, annotations));
      continue;
    }
    yield separator + JSON.stringify(taskOf(each, writing));
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

function taskOf(of: ItemWithAnnotations, writing: Writing): Record<string, unknown> {
  const { item } = of;
  const { "label-studio": foreign, ...metadata } = item.metadata ?? {};
  const content = contentOf(item, writing);
  const reserved = new Set([...Object.keys(content), ...MEDIA_KEYS, "text", "source_id"]);
  const others: [string, unknown][] = [];
  for (const [key, value] of Object.entries(metadata)) {
    if (!reserved.has(key)) others.push([key, value]);
    else writing.issues.push(metadataKeyTaken(item, key));
  }
  const sourceId = item.sourceId === undefined ? {} : { source_id: item.sourceId };
  const kept = carriedAnnotations(of, writing, () => null);
  return {
    ...(isRecord(foreign) ? foreign : {}),
    data: Object.fromEntries([...Object.entries({ ...content, ...sourceId }), ...others]),
    annotations: [
      {
        result: taskResults(item, kept, writing),
        was_cancelled: item.isSkipped === true && kept.length === 0,
      },
    ],
  };
}

function contentOf(item: DatasetItem, { nameFile, issues, folder }: Writing) {
  if (item.media === "text") return { text: item.text ?? "", item_name: item.name };
  const { name, issue } = nameFile(item.name);
  if (issue) issues.push(issue);
  return { audio: localFileUrl(`${folder}/${name}`), item_name: name };
}
