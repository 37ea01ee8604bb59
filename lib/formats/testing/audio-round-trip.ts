import fc from "fast-check";
import { expect } from "vitest";
import { SPLITS } from "@/lib/annotation/item-state";
import type { Format } from "../format";
import { audioDatasetArbitrary } from "./audio-datasets";
import { readDataset, type Written, writeDataset } from "./dataset";
import { type AudioTrip, expectAudioCarried } from "./expect-audio";

/**
 * Writes and reads any recordings with each kind of option: everything that is carried is equal,
 * everything else is counted in a report, and what was read is written with the same bytes.
 */
export async function expectAudioRoundTrips(
  format: Format,
  trip: AudioTrip,
  numRuns = 150,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      audioDatasetArbitrary,
      fc.constantFrom<typeof SPLITS | readonly []>(SPLITS, []),
      fc.boolean(),
      async (dataset, splits, hasMedia) => {
        const options = { hasMedia, splits: [...splits] };
        const written = await writeDataset(format, dataset, options);
        const read = await readDataset(format, written.files);
        expect(read.issues.filter(({ severity }) => severity === "error")).toEqual([]);
        expectAudioCarried({ dataset, written, read, trip, isSplit: splits.length > 0 });
        const again = await writeDataset(format, read, options);
        expect(textsOf(again)).toEqual(textsOf(written));
      },
    ),
    { numRuns },
  );
}

function textsOf({ files }: Written): Record<string, string> {
  const paths = Object.keys(files).sort();
  return Object.fromEntries(paths.map((path) => [path, Buffer.from(files[path] ?? []).toString()]));
}
