import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { DatasetAnnotation } from "../format";
import { oneRegion } from "../testing/audio-datasets";
import { type Dataset, readDataset, writeDataset } from "../testing/dataset";
import { textItem } from "../testing/text-datasets";
import { labelStudio } from "./label-studio";
import { localFileUrl, pathOfUrl } from "./media-url";

const codes = ({ issues }: Dataset) => issues.map(({ code }) => code);
const surfaces = ({ annotations }: Dataset) => annotations.map(({ text }) => text);
const read = (...tasks: unknown[]) =>
  readDataset(labelStudio, { "export.json": JSON.stringify(tasks) }, { media: "text" });
const region = (id: string, value: object, type = "labels") => ({
  ...{ id, from_name: "label", to_name: "text", type, value },
});
const task = (text: string, result: unknown[], more: object = {}) => ({
  ...{ id: 5, data: { text }, annotations: [{ id: 9, was_cancelled: false, result }] },
  ...more,
});

describe("reading texts of Label Studio", () => {
  const emoji = "💩This is an annotation.";
  it("counts UTF-16 units, and code points where the stored text says so", async () => {
    const units = region("a", { start: 13, end: 23, text: "annotation", labels: ["A"] });
    const points = region("b", { start: 12, end: 22, text: "annotation", labels: ["A"] });
    const bare = region("c", { start: 13, end: 23, labels: ["A"] });
    const dataset = await read(task(emoji, [units, points, bare]));
    expect(surfaces(dataset)).toEqual(["annotation", "annotation", "annotation"]);
    expect(codes(dataset)).toEqual(["offset_repaired"]);
  });
  it("finds a text that stands nearby, and reports one that does not", async () => {
    const moved = region("a", { start: 5, end: 9, text: "This", labels: ["A"] });
    const gone = region("b", { start: 0, end: 2, text: "gone", labels: ["A"] });
    const dataset = await read(task(emoji, [moved, gone]));
    expect(surfaces(dataset)).toEqual(["This", "💩"]);
    expect(codes(dataset)).toEqual(["offset_repaired", "surface_mismatch"]);
  });
  it("knows line ends in stored texts as Label Studio writes them", async () => {
    const dataset = await read(
      task("one\r\ntwo", [region("a", { start: 0, end: 8, text: "one\\ntwo", labels: ["A"] })]),
    );
    expect(surfaces(dataset)).toEqual(["one\r\ntwo"]);
    expect(codes(dataset)).toEqual([]);
  });
  it("takes no cancelled work, one person's, the ground truth first", async () => {
    const of = (label: string) => [region("a", { start: 0, end: 1, text: "a", labels: [label] })];
    const annotations = [
      { was_cancelled: true, result: of("cancelled") },
      { result: of("first") },
      { ground_truth: true, result: of("truth") },
    ];
    const dataset = await read(task("abc", [], { annotations }));
    expect(dataset.labels.map(({ name }) => name)).toEqual(["truth"]);
    expect(codes(dataset)).toEqual(["cancelled", "further_annotations"]);
    const cancelled = await read(task("abc", [], { annotations: annotations.slice(0, 1) }));
    expect(cancelled.annotations).toEqual([]);
    expect([dataset, cancelled].map(({ items }) => items[0]?.isSkipped)).toEqual([undefined, true]);
  });
  it("tells predictions as suggestions of their model, beside people's work and without", async () => {
    const of = (label: string) => [region("a", { start: 0, end: 1, text: "a", labels: [label] })];
    const predictions = [
      { model_version: "m1", score: 0.5, result: of("A") },
      { model_version: "m2", result: [{ ...of("B")[0], score: 0.25 }] },
      { result: of("A") },
    ];
    const dataset = await read(task("abc", [], { annotations: [], predictions }));
    expect(dataset.annotations).toMatchObject([
      { suggestedBy: "m1", score: 0.5, extra: { "label-studio": { model_version: "m1" } } },
      { suggestedBy: "m2", score: 0.25 },
      { suggestedBy: "", score: null },
    ]);
    expect(dataset.items[0]).toMatchObject({ isUntouched: true });
    const both = await read(task("abc", of("W"), { predictions }));
    expect(both.annotations.map(({ suggestedBy, score }) => [suggestedBy, score])).toEqual([
      [undefined, null],
      ["m1", 0.5],
      ["m2", 0.25],
      ["", null],
    ]);
    expect(both.items[0]?.isUntouched).toBeUndefined();
    expect(codes(both)).toEqual([]);
  });
  it("keeps relations with the spans of the prediction that they are in", async () => {
    const spans = [
      region("a", { start: 0, end: 1, text: "a", labels: ["A"] }),
      region("b", { start: 1, end: 2, text: "b", labels: ["A"] }),
    ];
    const arc = { type: "relation", from_id: "a", to_id: "b", direction: "right" };
    const predictions = [{ model_version: "m1", result: [...spans, arc] }];
    const { annotations } = await read(task("abc", spans, { predictions }));
    const [, , a, b, relation] = annotations;
    expect(relation).toMatchObject({
      suggestedBy: "m1",
      geometry: { kind: "relation", from: a?.ref, to: b?.ref },
    });
  });
  it("reads relations by direction, choices, answers and what is asked of a region", async () => {
    const dataset = await read(
      task("Ada Bob", [
        region("a", { start: 0, end: 3, text: "Ada", labels: ["P", "Q"] }),
        region("b", { start: 4, end: 7, text: "Bob", labels: ["P"] }),
        { type: "relation", from_id: "a", to_id: "b", direction: "left", labels: ["knows"] },
        { ...region("c", { choices: ["good", "short"] }, "choices"), from_name: "tone" },
        { ...region("d", { text: ["Two people."] }, "textarea"), from_name: "summary" },
        { ...region("b", { start: 4, end: 7, choices: ["sure"] }, "choices"), from_name: "how" },
        region("e", { brush: 1 }, "brushlabels"),
      ]),
    );
    const [ada, , bob, arc, good, , summary] = dataset.annotations;
    expect(arc?.geometry).toEqual({ kind: "relation", from: bob?.ref, to: ada?.ref });
    expect(bob?.attributes).toEqual({ how: "sure" });
    expect(summary).toMatchObject({ text: "Two people.", geometry: { kind: "whole" } });
    const labelOf = (annotation: DatasetAnnotation | undefined) =>
      dataset.labels.find(({ ref }) => ref === annotation?.label);
    expect(labelOf(good)).toMatchObject({
      name: "good",
      answer: { question: "tone", kind: "many" },
    });
    expect(labelOf(summary)).toMatchObject({ name: "summary", answer: { kind: "text" } });
    expect(codes(dataset)).toEqual(["type_not_read"]);
  });
  it("keeps the other data, and what its server noted, beside the text", async () => {
    const dataset = await read({
      ...{ id: 3, data: { review: "Some words", stars: 4 }, annotations: [], inner_id: 8 },
    });
    expect(dataset.items).toMatchObject([
      {
        text: "Some words",
        sourceId: "3",
        metadata: { stars: 4, "label-studio": { inner_id: 8 } },
      },
    ]);
  });
});

describe("recordings", () => {
  const result = [
    {
      ...{ id: "r", from_name: "labels", to_name: "audio", type: "labels", original_length: 13.3 },
      value: { start: 0.25, end: 1.5, channel: 1, labels: ["Speech"] },
    },
    {
      ...{ id: "r", from_name: "transcription", to_name: "audio", type: "textarea" },
      value: { start: 0.25, end: 1.5, channel: 1, text: ["hello there"] },
    },
  ];
  it("reads regions with channel and transcript, and finds the file", async () => {
    const tasks = [
      { data: { audio: "/data/upload/1/ab12-talk%201.wav" }, annotations: [{ result }] },
    ];
    const files = { "tasks.json": JSON.stringify(tasks), "1/ab12-talk 1.wav": "RIFF" };
    const dataset = await readDataset(labelStudio, files, { media: "audio" });
    expect(dataset.items).toMatchObject([
      { media: "audio", file: "1/ab12-talk 1.wav", length: 13.3 },
    ]);
    expect(dataset.annotations).toMatchObject([
      {
        ...{ geometry: { kind: "interval", start: 0.25, end: 1.5 }, text: "hello there" },
        ...{ attributes: { channel: 1 }, sourceId: "r" },
      },
    ]);
  });
  it("writes a transcript under the id of its region", async () => {
    const dataset = oneRegion({ text: "hi", attributes: { channel: 0, speaker: "Ana" } });
    const { files } = await writeDataset(labelStudio, dataset, { hasMedia: true, splits: [] });
    const [task] = JSON.parse(Buffer.from(files["tasks.json"] ?? []).toString());
    expect(task.data).toEqual({
      audio: "/data/local-files/?d=recordings/talk.wav",
      item_name: "talk.wav",
    });
    const [label, transcript] = task.annotations[0].result;
    expect(label).toMatchObject({
      type: "labels",
      value: { start: 1, end: 2, channel: 0, labels: ["bird"] },
    });
    expect(label.meta).toEqual({ attributes: { speaker: "Ana" } });
    expect(transcript).toMatchObject({ id: label.id, type: "textarea", value: { text: ["hi"] } });
    expect(Object.keys(files)).toContain("recordings/talk.wav");
  });
  it("finds the path in every address it knows", () => {
    expect(pathOfUrl(localFileUrl("a b/ñ#1%.wav"))).toBe("a b/ñ#1%.wav");
    expect(pathOfUrl("s3://bucket/x/y.wav")).toBe("x/y.wav");
    expect(pathOfUrl("https://h/x%20y.wav?sig=1")).toBe("x y.wav");
    expect(pathOfUrl("100%.wav")).toBe("100%.wav");
  });
});

describe("writing", () => {
  const labels = [
    { ref: "l0", name: 'A & <B> "C"', position: 0, geometries: ["interval"], color: "#e69f00" },
    { ref: "l1", name: "to", position: 1, geometries: ["relation"] },
    {
      ref: "l2",
      name: "good",
      position: 2,
      geometries: ["whole"],
      answer: { question: "Tone?", kind: "one" },
    },
    {
      ref: "l3",
      name: "Summary",
      position: 3,
      geometries: ["whole"],
      answer: { question: "", kind: "text" },
    },
  ] as const;
  const dataset: Dataset = {
    labels: [...labels],
    items: [textItem({ ref: "i", name: "n", text: "😀 Ada" })],
    annotations: [
      {
        ...{ ref: "s", item: "i", label: "l0", geometry: { kind: "interval", start: 2, end: 5 } },
        ...{ attributes: {}, score: 0.5, groupId: null, order: 0 },
      },
      {
        ...{ ref: "c", item: "i", label: "l2", geometry: { kind: "whole" } },
        ...{ attributes: {}, score: null, groupId: null, order: 1 },
      },
    ],
    issues: [],
  };
  it("gives offsets in UTF-16 units with the text beside them", async () => {
    const { files } = await writeDataset(labelStudio, dataset, { hasMedia: true, splits: [] });
    expect(JSON.parse(Buffer.from(files["tasks.json"] ?? []).toString())).toEqual([
      {
        data: { text: "😀 Ada", item_name: "n" },
        annotations: [
          {
            was_cancelled: false,
            result: [
              {
                ...{ id: "r1", from_name: "label", to_name: "text", type: "labels", score: 0.5 },
                value: { start: 3, end: 6, text: "Ada", labels: [labels[0].name] },
              },
              {
                ...{ id: "choice", from_name: "choice", to_name: "text", type: "choices" },
                value: { choices: ["good"] },
              },
            ],
          },
        ],
      },
    ]);
  });
  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  if (!hasPython)
    console.info("Skipping the check of the configuration: there is no python3 here.");
  it.skipIf(!hasPython)(
    "writes a configuration that an XML parser reads, with every label",
    async () => {
      const { files } = await writeDataset(labelStudio, dataset, { hasMedia: true, splits: [] });
      const script = `
import json, sys, xml.etree.ElementTree as E
print(json.dumps([[e.tag, e.get("name") or e.get("value")] for e in E.fromstring(sys.stdin.read()).iter()]))`;
      const input = files["labeling-config.xml"] ?? new Uint8Array();
      const { stdout } = spawnSync("python3", ["-c", script], { input });
      expect(JSON.parse(stdout.toString())).toEqual([
        ["View", null],
        ["Text", "text"],
        ["Labels", "label"],
        ["Label", labels[0].name],
        ["Relations", null],
        ["Relation", "to"],
        ["Header", "Tone?"],
        ["Choices", "choice"],
        ["Choice", "good"],
        ["Header", "Summary"],
        ["TextArea", "answer"],
      ]);
    },
  );
});
