import path from "node:path";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { applyOp } from "@/db/queries/apply-op";
import { listItems } from "@/db/queries/item-list";
import { readItem } from "@/db/queries/items";
import { listLabels } from "@/db/queries/labels";
import { readLayer } from "@/db/queries/layers";
import { readText } from "@/db/queries/texts";
import type { Annotation } from "@/lib/annotation/annotation";
import { importOptionsSchema } from "@/lib/api/imports";
import { itemFilterSchema } from "@/lib/api/items";
import { driveText, type TextDriver } from "@/lib/editor/text/text-editor-driver";
import { sharedData } from "@/lib/testing/shared-data";
import { openTestApp, signUp, testProject } from "@/lib/testing/test-app";
import { importDataset } from "./import-dataset";
import { openFiles } from "./open-files";

const FOLDER = sharedData("text/wnut17");
const UNITS = ["character", "word", "sentence"] as const;
const ENDS = ["start", "end"] as const;

async function setUp() {
  const app = openTestApp();
  const { user } = await signUp(app, "olga", "owner");
  const projectId = await testProject(app, user, [], "text");
  const files = await openFiles(path.join(FOLDER ?? "", "emerging.dev.conll"));
  const options = importOptionsSchema.parse({ isDryRun: false });
  await importDataset({ app, projectId, userId: user.id, files, options });
  await files.close();
  const { store } = app;
  const labels = await listLabels(store, projectId);
  const filter = itemFilterSchema.parse({});
  const { items } = await listItems(store, { projectId, filter, limit: 10_000 });

  async function open(itemId: string) {
    const item = await readItem(store, itemId);
    const text = item && (await readText(store, item.blobHash));
    const layer = item && (await readLayer(store, { layerId: item.layerId }));
    if (!layer || text == null) throw new Error("The item is not there.");
    const annotations = layer.records.flatMap(({ annotation }) => annotation ?? []);
    return { text, layer, driver: driveText(text, { annotations, labels }) };
  }

  /** As the saver sends it: only what is different. */
  async function save(layer: { layerId: string; rev: number }, after: readonly Annotation[]) {
    const now = Date.now();
    const changes = after.map((annotation) => ({ id: annotation.id, after: annotation }));
    const op = { clientId: "test", opId: uuidv7(), baseRev: layer.rev, changes, at: now };
    const { layerId } = layer;
    return applyOp(store, { layerId, userId: user.id, cause: "edit", now, op });
  }
  return { items, open, save };
}

function spansOf({ editor }: TextDriver): Annotation[] {
  return [...editor.document.current().values()];
}

/** What a span says against what stands at its offsets, by the language's own code points. */
function expectSurfaces(text: string, spans: readonly Annotation[]): void {
  const points = [...text];
  for (const { geometry, text: surface } of spans) {
    if (geometry.kind !== "interval") throw new Error("Only spans are in the file.");
    expect(surface).toBe(points.slice(geometry.start, geometry.end).join(""));
    expect(geometry.start).toBeLessThan(geometry.end);
    expect(geometry.end).toBeLessThanOrEqual(points.length);
  }
}

describe.skipIf(FOLDER === null)("WNUT-17 in the editor", () => {
  test("spans say what stands at their code points, also after their ends were moved and saved", async () => {
    const { items, open, save } = await setUp();
    let opened = 0;
    let astral = 0;
    let moved = 0;
    for (const { id, annotationCount } of items) {
      if (annotationCount === 0) continue;
      const { text, layer, driver } = await open(id);
      const spans = spansOf(driver);
      expect(spans.length).toBe(annotationCount);
      expectSurfaces(text, spans);
      opened += 1;
      if (text.length > [...text].length) astral += 1;
      for (const [n, span] of spans.entries()) {
        driver.editor.select([span.id]);
        const turn = opened + n;
        const unit = UNITS[turn % UNITS.length] ?? "word";
        const end = ENDS[turn % ENDS.length] ?? "end";
        // Outwards and back: over emoji, joined signs and the ends of the text.
        for (const by of [1, 1, -1, 1, -1, -1, -1, 1] as const) {
          if (driver.editor.maker.moveEnd({ end, by, unit })) moved += 1;
          expectSurfaces(text, spansOf(driver));
        }
      }
      const result = await save(layer, spansOf(driver));
      expect(result.kind).toBe("accepted");
      const again = await open(id);
      const byId = (a: Annotation, b: Annotation) => (a.id < b.id ? -1 : 1);
      expect(spansOf(again.driver).sort(byId)).toEqual(spansOf(driver).sort(byId));
    }
    expect(opened).toBeGreaterThan(300);
    expect(astral).toBeGreaterThan(20);
    expect(moved).toBeGreaterThan(2_000);
  });
});
