import { expect, test } from "vitest";
import type { ProjectModel } from "@/lib/api/models";
import { driveEditor } from "@/lib/editor/image/image-editor-driver";
import { unsentLayer } from "./unsent-layer";

const MODEL: ProjectModel = {
  version: {
    ...{ id: "nano@1", name: "Nano", version: "1", adapterId: "nanodet", projectId: null },
    ...{ isBuiltIn: true, task: "detection", media: "image", classes: ["car", "dog", "person"] },
    ...{ licence: "", provenance: "", files: [], assets: [], createdAt: 1 },
    options: { minScore: 0.2, iouThreshold: 0.6, maxSuggestions: 100, extra: {} },
  },
  settings: {
    ...{ mapping: { 0: "car", 2: "person" }, threshold: 0.5 },
    ...{ minScore: null, iouThreshold: null, resize: null },
  },
  isDefault: true,
};
const EXTENT = { width: 200, height: 100 };
const box = (x: number, w = 20) => ({ kind: "box" as const, x, y: 40, w, h: 10 });

test("what the server cannot be told is shown as it would be: mapped, inside the item, the surest first", () => {
  const said = [
    { geometry: box(10), classIndex: 2, score: 0.6 },
    { geometry: box(190, 40), classIndex: 0, score: 0.9, attributes: { text: "taxi" } },
    { geometry: box(50), classIndex: 1, score: 0.95 },
    { geometry: box(300), classIndex: 0, score: 0.8 },
  ];
  const { editor, run } = driveEditor({ suggestions: [unsentLayer(MODEL, said, EXTENT)] });
  const open = editor.suggestions.open().map(({ annotation }) => annotation);
  expect(open).toMatchObject([
    { labelId: "car", geometry: box(190, 10), score: 0.9, attributes: { text: "taxi" } },
    { labelId: "person", geometry: box(10), score: 0.6 },
  ]);
  run("suggestions.accept-all");
  expect(editor.document.current().size).toBe(2);
  // Made again, under other ids: what was accepted lies where it would be suggested.
  editor.suggestions.add(unsentLayer(MODEL, said, EXTENT));
  expect(editor.suggestions.open()).toEqual([]);
});
