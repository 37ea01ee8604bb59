import { describe, expect, it } from "vitest";
import { arrangeProjects, doneShare } from "@/components/projects/project-order";
import type { ItemState } from "@/lib/annotation/item-state";
import type { ProjectSummary } from "@/lib/api/projects";

function project(
  name: string,
  counts: Partial<Record<ItemState, number>> = {},
  updatedAt = 0,
): ProjectSummary {
  const all = { ...noCounts(), ...counts };
  const itemCount = Object.values(all).reduce((sum, n) => sum + n, 0);
  return {
    id: name,
    name,
    mediaKind: "image",
    createdAt: 0,
    updatedAt,
    role: "manager",
    counts: all,
    itemCount,
    isPartial: false,
  };
}

function noCounts(): Record<ItemState, number> {
  return { new: 0, in_progress: 0, submitted: 0, accepted: 0, rejected: 0, skipped: 0 };
}

const names = (projects: readonly ProjectSummary[]) => projects.map(({ name }) => name);

describe("arrangeProjects", () => {
  const projects = [
    project("Zebra 10", { new: 4 }, 1),
    project("Árboles", { submitted: 1, skipped: 1, new: 2 }, 3),
    project("zebra 9", { accepted: 1, rejected: 1 }, 2),
  ];

  it("finds names in any case and without accents", () => {
    const found = arrangeProjects(projects, { search: " arbol", order: "recent", locale: "es" });
    expect(names(found)).toEqual(["Árboles"]);
  });

  it("sorts by last change, by name as people count, by size and by what is left", () => {
    const sorted = (order: "recent" | "name" | "size" | "progress") =>
      names(arrangeProjects(projects, { search: "", order, locale: "en" }));
    expect(sorted("recent")).toEqual(["Árboles", "zebra 9", "Zebra 10"]);
    expect(sorted("name")).toEqual(["Árboles", "zebra 9", "Zebra 10"]);
    expect(sorted("size")).toEqual(["Árboles", "Zebra 10", "zebra 9"]);
    expect(sorted("progress")).toEqual(["Zebra 10", "Árboles", "zebra 9"]);
  });

  it("counts as done what an annotator has finished or skipped, not what came back", () => {
    expect(doneShare(project("a", { submitted: 1, accepted: 1, skipped: 1, rejected: 1 }))).toBe(
      0.75,
    );
    expect(doneShare(project("empty"))).toBe(0);
  });
});
