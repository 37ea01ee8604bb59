import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import {
  acceptOp,
  discardWork,
  emptyLane,
  type Lane,
  queuePatch,
  reopenLane,
  resolveConflict,
  shownAnnotations,
  splitOp,
  takeIn,
} from "./lane";
import { boxAt } from "./testing/box-at";

function idMaker() {
  let n = 0;
  return () => `id${n++}`;
}
const makeId = idMaker();
const stamp = { makeId, at: 1 };

function edit(lane: Lane, ...changes: [string, Annotation | null, Annotation | null][]): Lane {
  return queuePatch(
    lane,
    new Map(changes.map(([id, before, after]) => [id, { before, after }])),
    stamp,
  );
}

function news(rev: number, id: string, annotation: Annotation | null) {
  return { rev, records: [{ id, rev, annotation }], makeId };
}

describe("a lane of unsent work", () => {
  const a1 = boxAt("a", 1);
  const a2 = boxAt("a", 2);
  const a3 = boxAt("a", 3);

  test("keeps one operation for each gesture", () => {
    const lane = edit(edit(emptyLane(1), ["a", null, a1]), ["a", a1, a2]);
    expect(lane.ops.map((op) => op.seq)).toEqual([1, 2]);
  });

  test("passes on what only others touched", () => {
    const { lane, remote } = takeIn(edit(emptyLane(1), ["a", null, a1]), news(5, "b", null));
    expect([...remote]).toEqual([["b", null]]);
    expect(lane).toMatchObject({ rev: 5, ops: [{ changes: [{ id: "a" }] }] });
  });

  test("holds a record that both touched and lets the rest of its gesture go on", () => {
    const before = edit(emptyLane(1), ["a", a1, a2], ["b", null, boxAt("b", 1)]);
    const { lane } = takeIn(before, news(2, "a", a3));
    expect(lane.conflicts.get("a")).toEqual({ id: "a", base: a1, mine: a2, theirs: a3 });
    expect(lane.ops.map((op) => op.changes.map(({ id }) => id))).toEqual([["b"]]);
    expect(lane.ops[0]?.opId).not.toBe(before.ops[0]?.opId);
  });

  test("sees no conflict in the same change and in its own echo", () => {
    const lane = edit(edit(emptyLane(1), ["a", a1, a2]), ["a", a2, a3]);
    for (const theirs of [a2, a3]) {
      expect(takeIn(lane, news(2, "a", theirs)).lane.conflicts.size).toBe(0);
    }
  });

  test("an edit during a conflict changes mine; the same as theirs ends it", () => {
    const { lane } = takeIn(edit(emptyLane(1), ["a", a1, a2]), news(2, "a", a3));
    const later = edit(lane, ["a", a2, boxAt("a", 4)]);
    expect(later.conflicts.get("a")?.mine).toEqual(boxAt("a", 4));
    expect(later.ops).toEqual([]);
    expect(edit(lane, ["a", a2, a3]).conflicts.size).toBe(0);
  });

  test("mends a conflict in three ways, without losing either side", () => {
    const { lane } = takeIn(edit(emptyLane(1), ["a", a1, a2]), news(2, "a", a3));
    const settle = (choice: "mine" | "theirs" | "both") =>
      resolveConflict(lane, { id: "a", choice }, stamp);
    expect(settle("mine").lane.ops[0]?.changes).toEqual([{ id: "a", before: a3, after: a2 }]);
    expect([...settle("theirs").remote]).toEqual([["a", a3]]);
    expect(settle("theirs").lane.ops).toEqual([]);
    const both = settle("both");
    const copy = both.lane.ops[0]?.changes[0]?.after;
    expect(both.remote.get("a")).toEqual(a3);
    expect(copy).toEqual({ ...a2, id: copy?.id });
    expect(copy?.id).not.toBe("a");
  });

  test("the server's relabelling of an own record is no conflict with what follows", () => {
    const lane = edit(edit(emptyLane(1), ["a", null, a1]), ["a", a1, a2]);
    const records = [{ id: "a", rev: 2, annotation: { ...a1, labelId: "merged" } }];
    const step = acceptOp(lane, lane.ops[0]?.opId ?? "", { rev: 2, records, makeId });
    expect(step.lane.conflicts.size).toBe(0);
    expect(step.lane.ops).toHaveLength(1);
  });

  test("splits what is too large in order, and gives up at one change", () => {
    const lane = edit(emptyLane(1), ["a", null, a1], ["b", null, boxAt("b", 1)]);
    const split = splitOp(lane, lane.ops[0]?.opId ?? "", makeId);
    expect(split?.ops.map((op) => op.changes.length)).toEqual([1, 1]);
    expect(splitOp(split ?? lane, split?.ops[0]?.opId ?? "", makeId)).toBeNull();
  });

  test("discarding a refused operation takes along only what stands on it", () => {
    const lane = edit(edit(emptyLane(1), ["a", a1, a2]), ["a", a2, a3], ["b", null, boxAt("b", 1)]);
    const step = discardWork(lane, lane.ops[0]?.opId ?? "", makeId);
    expect([...step.remote]).toEqual([["a", a1]]);
    expect(step.lane.ops.flatMap((op) => op.changes.map(({ id }) => id))).toEqual(["b"]);
  });

  test("reopened on a snapshot without its record: the others deleted it", () => {
    const lane = reopenLane(edit(emptyLane(1), ["a", a1, a2]), { rev: 3, records: [] }, makeId);
    expect(lane.conflicts.get("a")).toMatchObject({ mine: a2, theirs: null });
  });

  test("what is shown after a reload is what was shown before it", () => {
    const anyEdits = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(9), fc.boolean()));
    fc.assert(
      fc.property(anyEdits, (edits) => {
        const shown = new Map<string, Annotation>([["a", a1]]);
        let lane = emptyLane(1);
        for (const [id, x, isDeletion] of edits) {
          const after = isDeletion ? null : boxAt(id, x);
          lane = edit(lane, [id, shown.get(id) ?? null, after]);
          if (after) shown.set(id, after);
          else shown.delete(id);
        }
        const again = shownAnnotations([{ id: "a", rev: 1, annotation: a1 }], lane);
        expect(new Map(again.map((annotation) => [annotation.id, annotation]))).toEqual(shown);
      }),
    );
  });
});
