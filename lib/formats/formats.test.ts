import fc from "fast-check";
import { expect, test } from "vitest";
import { SPLITS } from "@/lib/annotation/item-state";
import { MEDIA_KINDS } from "@/lib/media/media";
import { describeFormat } from "./conformance";
import { detectFormats } from "./detect";
import { FORMATS } from "./formats";
import { emptyDataset, writeDataset } from "./testing/dataset";
import { MEDIA_DATASETS } from "./testing/media-datasets";
import { memoryTree } from "./testing/memory-tree";

for (const format of FORMATS) describeFormat(format);

test("every format reads, and only plain files cannot be written", () => {
  expect(FORMATS.filter(({ read }) => !read).map(({ id }) => id)).toEqual([]);
  expect(FORMATS.filter(({ write }) => !write).map(({ id }) => id)).toEqual(["files"]);
});

test.each(MEDIA_KINDS)(
  "what a format of %s wrote is taken for its own before any other's",
  async (media) => {
    for (const format of FORMATS) {
      const datasets = MEDIA_DATASETS[media];
      if (!format.write || !format.media.includes(media) || !datasets) continue;
      const [dataset = emptyDataset()] = fc.sample(
        datasets.arbitrary.filter(({ items }) => items.length > 2),
        { numRuns: 1, seed: 7 },
      );
      const written = await writeDataset(format, dataset, { hasMedia: true, splits: SPLITS });
      const [first] = await detectFormats(memoryTree(written.files), media);
      expect(first?.format.id).toBe(format.id);
    }
  },
);
