import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SPLITS } from "@/lib/annotation/item-state";
import type { MediaKind } from "@/lib/media/media";
import type { Format } from "./format";
import { emptyDataset, readDataset, writeDataset } from "./testing/dataset";
import { MEDIA_DATASETS } from "./testing/media-datasets";
import { memoryTree } from "./testing/memory-tree";

const OPTIONS = { hasMedia: true, splits: [...SPLITS] };

/** The tests that every format has to pass; call it once for each entry of the list. */
export function describeFormat(format: Format): void {
  describe.each(format.media)(`format ${format.id}, %s`, (media) => {
    it("does not claim an empty tree", async () => {
      expect((await format.detect(memoryTree({}), media)).score).toBe(0);
    });
    it("does not claim other people's JSON, YAML and text", async () => {
      const tree = memoryTree({
        "package.json": '{"name":"x","images":[]}',
        "broken.json": "{{{",
        "compose.yaml": "services:\n  web: {}\n",
        "notes.rst": "0 1 2",
        // To a format of plain files a text is a text.
        ...(format.write ? { "notes.txt": "0 1 2" } : {}),
      });
      expect((await format.detect(tree, media)).score).toBe(0);
    });
    // Which formats only read is asserted once, over the whole list.
    if (format.write && format.read) describeRoundTrips(format, media);
  });
}

function describeRoundTrips(format: Format, media: MediaKind): void {
  const datasets = MEDIA_DATASETS[media];
  if (!datasets) throw new TypeError(`There are no arbitrary datasets of ${media}.`);
  const { arbitrary, emptyItem, expectEqual } = datasets;

  it("reads back what it wrote, and writes the same bytes again", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (dataset) => {
        const written = await writeDataset(format, dataset, OPTIONS);
        const options = { media, ...datasets.readOptions(dataset, written) };
        const read = await readDataset(format, written.files, options);
        expect(read.issues.filter(({ severity }) => severity === "error")).toEqual([]);
        expectEqual({ format, dataset, written, read });
        const again = await writeDataset(format, read, OPTIONS);
        expect(textOf(again.files)).toEqual(textOf(written.files));
      }),
      { numRuns: 150 },
    );
  });
  it("recognises its own files", async () => {
    const [dataset = emptyDataset()] = fc.sample(
      arbitrary.filter(({ items }) => items.length > 2),
      { numRuns: 1, seed: 7 },
    );
    const { files } = await writeDataset(format, dataset, OPTIONS);
    expect((await format.detect(memoryTree(files), media)).score).toBeGreaterThanOrEqual(0.9);
  });
  it("keeps items without annotations", async () => {
    const dataset = emptyDataset();
    dataset.items.push(emptyItem);
    const { files } = await writeDataset(format, dataset, OPTIONS);
    const read = await readDataset(format, files, { media });
    const { name, split } = emptyItem;
    expect(read.items.map((item) => [item.name, item.split])).toEqual([[name, split]]);
  });
  it("survives any cut of its files, with an issue or an error that has a code", async () => {
    const [dataset = emptyDataset()] = fc.sample(arbitrary, { numRuns: 1, seed: 3 });
    const { files } = await writeDataset(format, dataset, OPTIONS);
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(files)), part, async (path, share) => {
        const bytes = files[path] ?? new Uint8Array();
        const cut = bytes.subarray(0, Math.floor(bytes.length * share));
        const reading = readDataset(format, { ...files, [path]: cut }, { media });
        await reading.catch((error) => expect(error).toHaveProperty("code"));
      }),
      { numRuns: 100 },
    );
  });
}

function textOf(files: Record<string, Uint8Array>): Record<string, string> {
  const paths = Object.keys(files).sort();
  return Object.fromEntries(paths.map((path) => [path, Buffer.from(files[path] ?? []).toString()]));
}
