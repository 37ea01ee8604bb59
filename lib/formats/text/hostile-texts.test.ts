import { describe, expect, it } from "vitest";
import { indexCodePoints } from "@/lib/text/code-points";
import type { DatasetAnnotation, DatasetSource } from "../format";
import { FORMATS } from "../formats";
import { type Dataset, readDataset, writeDataset } from "../testing/dataset";
import { memoryTree, outFileBytes } from "../testing/memory-tree";
import { textItem } from "../testing/text-datasets";

const OPTIONS = { hasMedia: true, splits: [] };
const TEXTS = {
  empty: "",
  "blanks alone": " \n\t ",
  "a zero": "before\0after Ada",
  "bidi controls": "\u202eevil\u202c and \u2066isolated\u2069 Ada",
  "a script": "<script>alert('Ada')</script>",
  "a formula": '=HYPERLINK("http://x","Ada")',
  "line ends of every kind": "Ada\r\nmet\rAda\nat\u2028noon\u0085then",
  "decomposed letters": "Ame\u0301lie y Ame\u0301rica n\u0303",
  "a family": "👩‍👩‍👧‍👦 and 🏳️‍🌈 with Ada 👍🏽",
  "no blanks": "ปารีสเป็นเมืองหลวง 東京は日本の首都です",
  "right to left": "מרחבא Ada مرحبا",
  "a byte order mark": "\ufeffAda",
  "what looks like JSON": '{"text": "Ada", "label": [[0, 3]]}',
  "what looks like CoNLL": "# text = Ada\nAda\tB-PER\n\n-DOCSTART- O",
  "what looks like CSV": 'Ada,"Ada ""x""";Ada\n,,\n',
  "escapes that are none": "C:\\new\\table \\u0041da \\n",
};
/** Spans over every word, so that no shift can hide. */
function datasetOf(texts: readonly string[]): Dataset {
  const dataset: Dataset = {
    ...{ items: [], annotations: [], issues: [] },
    labels: [{ ref: "l", name: "WORD", position: 0, geometries: ["interval"] }],
  };
  for (const [i, text] of texts.entries()) {
    const item = `i${i}`;
    dataset.items.push(textItem({ ref: item, name: `text ${i}`, text }));
    const points = indexCodePoints(text);
    for (const { index, 0: word } of text.matchAll(/[\p{L}\p{M}]{3,}/gu)) {
      const [start, end] = [points.toOffset(index), points.toOffset(index + word.length)];
      dataset.annotations.push({
        ...{ ref: `${item}-${start}`, item, label: "l", text: word, order: start },
        ...{ geometry: { kind: "interval", start, end } },
        ...{ attributes: {}, score: null, groupId: null },
      });
    }
  }
  return dataset;
}
const spansOf = ({ annotations }: Dataset) =>
  annotations.map(({ geometry, text }: DatasetAnnotation) => [geometry, text]);

const formats = FORMATS.filter(({ media, write }) => media.includes("text") && write);

describe.each(formats.map((format) => [format.id, format] as const))("%s", (id, format) => {
  it.each(Object.entries(TEXTS))("keeps a text with %s, and its spans", async (_, text) => {
    const dataset = datasetOf([text]);
    const { files, issues } = await writeDataset(format, dataset, OPTIONS);
    const back = await readDataset(format, files, { media: "text" });
    expect(back.items.map((item) => item.text)).toEqual([text]);
    const left = new Set(issues.flatMap(({ message }) => /\((i0-\d+)\)/.exec(message)?.[1] ?? []));
    if (id !== "conll") expect(left).toEqual(new Set());
    const kept = dataset.annotations.filter(({ ref }) => !left.has(ref));
    expect(spansOf(back)).toEqual(spansOf({ ...dataset, annotations: kept }));
  });

  it.each([
    ["10 MB", `${"lorem".repeat(200)} 😀 `.repeat(10_000)],
    ["a million characters and 300,000 tokens", "word Ada 😀 ".repeat(100_000)],
  ])("keeps a single line of %s", async (_, text) => {
    const dataset = { ...datasetOf([]), items: [textItem({ ref: "i", name: "long", text })] };
    const files: Record<string, Uint8Array> = {};
    const source: DatasetSource = {
      async *events() {
        yield { type: "label", label: { ref: "l", name: "A", position: 0 } };
        for (const item of dataset.items) yield { type: "item", item };
      },
    };
    for await (const out of format.write?.(source, OPTIONS) ?? []) {
      if ("content" in out) files[out.path] = await outFileBytes(out);
    }
    const tree = memoryTree(files);
    const large = {
      ...tree,
      async *stream(path: string) {
        const bytes = await tree.bytes(path);
        for (let i = 0; i < bytes.length; i += 65_536) yield bytes.subarray(i, i + 65_536);
      },
    };
    let isEqual = false;
    for await (const event of format.read?.(large, { media: "text" }) ?? []) {
      if (event.type === "item") isEqual = event.item.text === text;
    }
    expect(isEqual).toBe(true);
  });
});
