import { describe, expect, test } from "vitest";
import type { Assignment, ItemWork, Standing } from "@/lib/api/item-work";
import {
  canTakeAgain,
  hear,
  type Known,
  knownAtOpen,
  lockOf,
  type News,
  takenAgain,
} from "./standing";

const assignment: Assignment = {
  ...{ id: "a", itemId: "i", layerId: "l", task: "annotate", origin: "queue", state: "open" },
  ...{ leaseUntil: 1_000, dueAt: null, rounds: 0 },
};
const open: ItemWork = { readReason: null, assignment, required: 1 };
const held = knownAtOpen("i", open, "annotator");

function say(standing: Standing, now: number, leaseUntil: number | null = 1_000): News {
  const isHeld = standing === "held";
  return {
    ...{ standing, now, readReason: null },
    assignment: isHeld ? { ...assignment, leaseUntil } : null,
  };
}

function hearAll(known: Known, ...news: News[]): Known {
  return news.reduce(hear, known);
}

describe("an item that is in hand", () => {
  test("is nobody's business as long as it is held, after a sleep too", () => {
    expect(hearAll(held, say("held", 500), say("held", 9_000, 10_000)).loss).toBeNull();
  });

  test("ran out, when the lease that was told last is over by the server's clock; else it was taken back", () => {
    expect(hear(held, say("free", 1_000)).loss).toEqual({ kind: "ran-out", hasRunOut: true });
    expect(hear(held, say("free", 999)).loss).toEqual({ kind: "taken-back", hasRunOut: false });
    const renewed = hear(held, say("held", 900, 2_000));
    expect(hear(renewed, say("free", 1_500)).loss?.kind).toBe("taken-back");
    const kept = hear(held, say("held", 900, null));
    expect(hear(kept, say("free", 99_000)).loss?.kind).toBe("taken-back");
  });

  test("is with somebody else, or finished by them: then it is locked, and there is nothing to take", () => {
    const other = hear(held, say("taken", 2_000));
    expect(other.loss).toEqual({ kind: "with-other", hasRunOut: true });
    expect(lockOf(other.loss)).toBe("not-yours");
    const finished = hear(other, say("finished", 3_000));
    expect(finished.loss).toEqual({ kind: "finished", hasRunOut: true });
    expect(lockOf(finished.loss)).toBe("submitted");
    expect([other, finished].map(({ loss }) => loss && canTakeAgain(loss))).toEqual([false, false]);
  });

  test("can be had again when it gets free, and is no loss any more once it is held", () => {
    const free = hearAll(held, say("taken", 2_000), say("free", 3_000));
    expect(free.loss).toEqual({ kind: "ran-out", hasRunOut: true });
    expect(free.loss && canTakeAgain(free.loss)).toBe(true);
    expect(lockOf(free.loss)).toBeNull();
    expect(takenAgain(free, { ...assignment, leaseUntil: 9_000 })).toMatchObject({
      ...{ had: "held", leaseUntil: 9_000, loss: null },
    });
    expect(hear(free, say("held", 4_000)).loss).toBeNull();
  });

  test("is told once: the same answer is the same loss", () => {
    const once = hear(held, say("taken", 2_000));
    expect(hear(once, say("taken", 22_000)).loss).toBe(once.loss);
  });

  test("may be deleted, out of sight, or the person another role or none", () => {
    const kinds = (["gone", "hidden", "viewer"] as const).map((standing) => {
      const { loss } = hear(held, say(standing, 500));
      return [loss?.kind, lockOf(loss)];
    });
    expect(kinds).toEqual([
      ["gone", "not-yours"],
      ["hidden", "not-yours"],
      ["viewer", "viewer"],
    ]);
    expect(hear(held, "removed").loss?.kind).toBe("removed");
    expect(lockOf(hear(held, "removed").loss)).toBe("not-yours");
  });

  test("is a manager's all the same: they are told, and nothing is locked", () => {
    const known = knownAtOpen("i", open, "manager");
    const { loss } = hear(known, say("shared", 500));
    expect([loss?.kind, lockOf(loss)]).toEqual(["shared", null]);
  });
});

describe("an item that was never handed out to the person", () => {
  const free: ItemWork = { readReason: null, assignment: null, required: 1 };

  test("is lost when somebody else is handed it before the first stroke", () => {
    const known = knownAtOpen("i", free, "annotator");
    expect(hear(known, say("free", 500)).loss).toBeNull();
    const taken = hear(known, say("taken", 500));
    expect(taken.loss).toEqual({ kind: "with-other", hasRunOut: false });
    expect(hear(taken, say("free", 600)).loss).toBeNull();
  });

  test("is no loss to those who only look", () => {
    const look: ItemWork = { ...free, readReason: "not-yours" };
    for (const standing of ["free", "taken", "finished"] as const) {
      expect(hear(knownAtOpen("i", look, "annotator"), say(standing, 500)).loss).toBeNull();
    }
    const viewer = knownAtOpen("i", { ...free, readReason: "viewer" }, "viewer");
    expect(hear(viewer, say("viewer", 500)).loss).toBeNull();
    expect(hear(knownAtOpen("i", free, "manager"), say("shared", 500)).loss).toBeNull();
  });
});
