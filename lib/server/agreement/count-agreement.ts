import "server-only";
import { readSnapshot } from "@/db/client";
import {
  countCompared,
  type WalkedItem,
  walkCompared,
} from "@/db/queries/agreement/compared-items";
import { readText } from "@/db/queries/texts";
import type { Store } from "@/db/store";
import { DEFAULT_COLLAR_S } from "@/lib/agreement/measure";
import { createAgreementTally } from "@/lib/agreement/project-tally";
import type { Interval } from "@/lib/geometry/interval";
import { indexCodePoints } from "@/lib/text/code-points";
import { tokenise } from "@/lib/text/tokens";
import type { WorkerContext } from "../workers/worker-spec";
import type { AgreementWork, CountedAgreement } from "./agreement-worker";

/** Agreements that differ by less are the same: sums in another order are. */
const SAME = 1e-9;

/** How far everybody agrees, over one snapshot of the data: what the worker of this name does. */
export function countAgreement(
  { databaseFile, mediaKind, iou, answers, ...view }: AgreementWork,
  { signal, progress }: Pick<WorkerContext, "signal" | "progress">,
): Promise<CountedAgreement> {
  return readSnapshot(databaseFile, async (store) => {
    const total = await countCompared(store, view);
    const base = { media: mediaKind, iou, collarS: DEFAULT_COLLAR_S };
    const tally = createAgreementTally({ base, answers });
    const changes: CountedAgreement["changes"] = [];
    let done = 0;
    for await (const page of walkCompared(store, view)) {
      signal.throwIfAborted();
      for (const item of page) {
        const agreement = await addItem(store, tally, { item, isText: mediaKind === "text" });
        if (!isSame(agreement, item.agreement)) changes.push({ itemId: item.id, agreement });
      }
      done += page.length;
      progress(done, total);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { figures: tally.result(), changes };
  });
}

async function addItem(
  store: Store,
  tally: ReturnType<typeof createAgreementTally>,
  { item: { layers, blobHash }, isText }: { item: WalkedItem; isText: boolean },
): Promise<number | null> {
  if (layers.length < 2) return null;
  const hasSpans = layers.some(({ marks }) =>
    marks.some(({ geometry }) => geometry.kind === "interval"),
  );
  const words = isText && hasSpans ? wordsOf((await readText(store, blobHash)) ?? "") : null;
  return tally.add({ layers, words });
}

/** In code points. */
function wordsOf(text: string): Interval[] {
  const points = indexCodePoints(text);
  return tokenise(text).map(({ start, end }) => ({
    start: points.toOffset(start),
    end: points.toOffset(end),
  }));
}

function isSame(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) < SAME;
}
