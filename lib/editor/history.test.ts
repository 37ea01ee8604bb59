import fc from "fast-check";
import { expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { annotationIn } from "@/lib/annotation/arbitraries";
import type { Patch } from "@/lib/annotation/patch";
import { createDocument, type EditorDocument } from "./document";
import { createHistory } from "./history";

const EXTENT = { width: 50, height: 50 };
const edit = fc.record({ annotation: annotationIn(EXTENT), isDelete: fc.boolean() });

function box(id: string, x: number): Annotation {
  return {
    id,
    labelId: "car",
    geometry: { kind: "box", x, y: 0, w: 10, h: 10 },
    attributes: {},
    order: 0,
    score: null,
    source: "manual",
    groupId: null,
  };
}

function put(document: EditorDocument, ...annotations: Annotation[]): Patch<Annotation> {
  return new Map(
    annotations.map((after) => [
      after.id,
      { before: document.annotations().get(after.id) ?? null, after },
    ]),
  );
}
const sorted = (document: EditorDocument) =>
  [...document.annotations().values()].sort((a, b) => (a.id < b.id ? -1 : 1));

test("undoing everything gives the start, redoing everything gives the end", () => {
  fc.assert(
    fc.property(fc.array(annotationIn(EXTENT)), fc.array(edit), (initial, edits) => {
      const document = createDocument(initial);
      const start = sorted(document);
      const history = createHistory(document);
      for (const { annotation, isDelete } of edits) {
        const before = document.annotations().get(annotation.id) ?? null;
        const after = isDelete ? null : annotation;
        if (before || after)
          document.commit(new Map([[annotation.id, { before, after }]]), "local");
      }
      const end = sorted(document);
      while (history.canUndo()) history.undo();
      expect(sorted(document)).toEqual(start);
      while (history.canRedo()) history.redo();
      expect(sorted(document)).toEqual(end);
    }),
  );
});

test("it survives a reload", () => {
  const document = createDocument([]);
  const history = createHistory(document);
  document.commit(put(document, box("a", 0)), "local");
  document.commit(put(document, box("a", 5)), "local");
  history.undo();
  const saved: unknown = JSON.parse(JSON.stringify(history.save()));

  const reloaded = createDocument(JSON.parse(JSON.stringify([...document.annotations().values()])));
  const again = createHistory(reloaded, saved);
  again.redo();
  expect(reloaded.annotations().get("a")).toEqual(box("a", 5));
  again.undo();
  again.undo();
  expect(reloaded.annotations().size).toBe(0);
});

test("what cannot be read counts as no history", () => {
  expect(createHistory(createDocument([]), { v: 7, undo: "?" }).canUndo()).toBe(false);
});

test("another's change is never undone, one's own beside it is", () => {
  const document = createDocument([box("a", 0), box("b", 0)]);
  const history = createHistory(document);
  document.commit(put(document, box("a", 5), box("b", 5)), "local");
  document.commit(put(document, box("a", 9)), "remote");
  expect(history.undo()?.skipped).toEqual(["a"]);
  expect(document.annotations().get("a")).toEqual(box("a", 9));
  expect(document.annotations().get("b")).toEqual(box("b", 0));
  history.redo();
  expect(document.annotations().get("a")).toEqual(box("a", 9));
  expect(document.annotations().get("b")).toEqual(box("b", 5));
});

test("an entry of which nothing is left gives way to the one before", () => {
  const document = createDocument([box("a", 0), box("b", 0)]);
  const history = createHistory(document);
  document.commit(put(document, box("a", 5)), "local");
  document.commit(put(document, box("b", 5)), "local");
  document.commit(put(document, box("b", 9)), "remote");
  const step = history.undo();
  expect([...(step?.patch.keys() ?? [])]).toEqual(["a"]);
  expect(step?.skipped).toEqual(["b"]);
  expect(history.canUndo()).toBe(false);
});

test("a key held down is one entry", () => {
  const document = createDocument([box("a", 0)]);
  const history = createHistory(document);
  document.commit(put(document, box("a", 1)), "local");
  for (const x of [2, 3, 4])
    history.joining(() => document.commit(put(document, box("a", x)), "local"));
  history.undo();
  expect(document.annotations().get("a")).toEqual(box("a", 0));
  expect(history.canUndo()).toBe(false);
});

test("what is held down does not join an entry of something else", () => {
  const document = createDocument([box("a", 0), box("b", 0)]);
  const history = createHistory(document);
  document.commit(put(document, box("b", 1)), "local");
  history.joining(() => document.commit(put(document, box("a", 1)), "local"));
  history.undo();
  expect(document.annotations().get("a")).toEqual(box("a", 0));
  expect(document.annotations().get("b")).toEqual(box("b", 1));
});
