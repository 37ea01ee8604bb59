import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sharedData } from "@/lib/testing/shared-data";
import { indexCodePoints } from "@/lib/text/code-points";
import { openFolderTree } from "./archive/folder-tree";
import { detectFormats } from "./detect";
import type { DatasetAnnotation } from "./format";
import { FORMATS } from "./formats";
import { collectDataset, type Dataset, readDataset, writeDataset } from "./testing/dataset";

const FOLDER = sharedData("text/wnut17");
const FILE = "emerging.dev.conll";

describe.skipIf(FOLDER === null)("WNUT-17", () => {
  const folder = FOLDER ?? "";
  async function readFile(): Promise<{ format: string; dataset: Dataset }> {
    const tree = await openFolderTree(path.join(folder, FILE));
    const [best] = await detectFormats(tree, "text");
    if (!best?.format.read) throw new Error("No format knows the file.");
    return { format: best.format.id, dataset: await collectDataset(best.format.read(tree)) };
  }
  const surfaces = (dataset: Dataset) => dataset.annotations.map(({ text }) => text);

  it("gives the surfaces that stand in the file, emoji or not", async () => {
    const { format, dataset } = await readFile();
    expect(format).toBe("conll");
    const expected = surfacesOf(readFileSync(path.join(folder, FILE), "utf8"));
    expect(expected.length).toBeGreaterThan(800);
    expect(surfaces(dataset)).toEqual(expected);
    for (const { item, geometry, text } of dataset.annotations) {
      const record = dataset.items.find(({ ref }) => ref === item);
      if (geometry.kind !== "interval" || record?.text === undefined) continue;
      expect(indexCodePoints(record.text).slice(geometry.start, geometry.end)).toBe(text);
    }
  });

  const formats = FORMATS.filter(({ media, write }) => media.includes("text") && write);
  it.each(formats.map(({ id }) => id))("comes back equal from %s", async (id) => {
    const format = FORMATS.find((each) => each.id === id);
    if (!format) return;
    const { dataset } = await readFile();
    const written = await writeDataset(format, dataset, { hasMedia: true, splits: ["val"] });
    const back = await readDataset(format, written.files, { media: "text" });
    expect(back.items.map(({ text, name }) => [name, text])).toEqual(
      dataset.items.map(({ text, name }) => [name, text]),
    );
    expect(back.labels.map(({ name }) => name)).toEqual(dataset.labels.map(({ name }) => name));
    const reported = written.issues.filter(({ message }) => message.includes("left out"));
    const isKept = ({ ref }: DatasetAnnotation) =>
      !reported.some(({ message }) => message.includes(`(${ref})`));
    expect(surfaces(back)).toEqual(dataset.annotations.filter(isKept).map(({ text }) => text));
    // The tokens of the file are those of its authors; few of their spans end within ours.
    expect(reported.length).toBeLessThan(id === "conll" ? 30 : 1);
    const again = await writeDataset(format, back, { hasMedia: true, splits: ["val"] });
    expect(Object.keys(again.files)).toEqual(Object.keys(written.files));
    for (const [name, bytes] of Object.entries(written.files)) {
      expect(Buffer.compare(again.files[name] ?? new Uint8Array(), bytes), name).toBe(0);
    }
  });
});

/** The tokens of each span of two-column IOB2, joined by blanks: ten lines that share nothing with the reader. */
function surfacesOf(file: string): string[] {
  const found: string[] = [];
  for (const line of file.split("\n")) {
    const [token = "", tag = "O"] = line.trimEnd().split("\t");
    if (tag.startsWith("B-")) found.push(token);
    else if (tag.startsWith("I-")) found.push(`${found.pop()} ${token}`);
  }
  return found;
}
