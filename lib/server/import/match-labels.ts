import "server-only";
import {
  appendLabels,
  fillLabelSources,
  type ImportedLabel,
  listProjectLabels,
  type ProjectLabel,
} from "@/db/queries/import-match";
import type { Store } from "@/db/store";
import { MAX_LABEL_NAME } from "@/lib/annotation/label";
import type { ImportOptions, ImportReport } from "@/lib/api/imports";
import type { DatasetLabel, Issue } from "@/lib/formats/format";

export type LabelMatcher = {
  add(label: DatasetLabel): void;
  /** The project's label for a reference of the dataset; creates those that are new, at first need. */
  resolve(store: Store, ref: string): Promise<string | null>;
  /**
   * Creates the labels that no annotation needed (the class order counts them), and gives those that
   * were there before the ids of the dataset.
   */
  finish(store: Store): Promise<void>;
  report(): ImportReport["labels"];
};

type Planned = { label: ImportedLabel; refs: string[]; id: string | null };

/** Matches labels by name: exactly, or as the person said. In a dry run nothing is created. */
export async function createLabelMatcher(
  store: Store,
  of: {
    projectId: string;
    options: ImportOptions;
    onIssue(issue: Issue): void;
  },
): Promise<LabelMatcher> {
  const { projectId, options, onIssue } = of;
  const project = await listProjectLabels(store, projectId);
  const byName = new Map(project.map((label) => [label.name, label]));
  const byLooseName = new Map(project.map((label) => [looseName(label.name), label]));
  const ids = new Map<string, string>();
  const planned = new Map<string, Planned>();
  const report = new Map<string, ImportReport["labels"][number]>();
  const sources = new Map<string, string>();

  /** The label with the id of a dataset; else, as exports count those that have none, the one at that place. */
  function byId({ isById, sourceId }: DatasetLabel): ProjectLabel | undefined {
    if (!isById || sourceId === undefined) return undefined;
    const placed = project[Number(sourceId) - 1];
    return (
      project.find((label) => label.sourceId === sourceId) ??
      (placed?.sourceId === null ? placed : undefined)
    );
  }

  function add(label: DatasetLabel): void {
    const name = byId(label)?.name ?? usableName(label, onIssue);
    const wanted = options.labelNames[label.name] ?? name;
    const existing = byName.get(wanted);
    if (existing) {
      ids.set(label.ref, existing.id);
      const isFirst = existing.sourceId === null && !sources.has(existing.id) && !label.isById;
      if (label.sourceId !== undefined && isFirst) sources.set(existing.id, label.sourceId);
      const status = wanted === label.name ? "existing" : "mapped";
      report.set(label.name, { name: label.name, status, projectLabel: existing.name });
      return;
    }
    const similar = byLooseName.get(looseName(wanted));
    report.set(label.name, {
      name: label.name,
      status: similar ? "similar" : "new",
      projectLabel: similar?.name ?? null,
    });
    const plan = planned.get(wanted);
    if (plan) plan.refs.push(label.ref);
    else {
      planned.set(wanted, { label: newLabel(wanted, label), refs: [label.ref], id: null });
    }
  }

  async function createPlanned(within: Store): Promise<void> {
    const wanted = [...planned.values()].filter(({ id }) => id === null);
    if (wanted.length === 0) return;
    const created: ProjectLabel[] = options.isDryRun
      ? wanted.map(({ label: { name, sourceId } }) => ({ id: `new ${name}`, name, sourceId }))
      : await appendLabels(within, {
          projectId,
          wanted: wanted.map(({ label }) => label),
          now: Date.now(),
        });
    for (const label of created) {
      const { id, name } = label;
      const plan = planned.get(name);
      if (!plan) continue;
      plan.id = id;
      byName.set(name, label);
      for (const ref of plan.refs) ids.set(ref, id);
    }
  }

  return {
    add,
    async resolve(within, ref) {
      if (!ids.has(ref)) await createPlanned(within);
      return ids.get(ref) ?? null;
    },
    async finish(within) {
      await createPlanned(within);
      // Predictions count their classes as their model does: that is not what the labels came from.
      const isWork = options.as === "work";
      if (isWork && !options.isDryRun) await fillLabelSources(within, { sources, now: Date.now() });
    },
    report: () => [...report.values()],
  };
}

function newLabel(
  name: string,
  { color, geometries, answer, sourceId }: DatasetLabel,
): ImportedLabel {
  return {
    name,
    sourceId: sourceId ?? null,
    ...(color ? { color } : {}),
    ...(geometries ? { geometries: [...geometries] } : {}),
    ...(answer ? { answer } : {}),
  };
}

function usableName(label: DatasetLabel, onIssue: (issue: Issue) => void): string {
  const name = label.name.trim().slice(0, MAX_LABEL_NAME).trim() || `class ${label.position}`;
  if (name !== label.name) {
    onIssue({
      code: "label_renamed",
      severity: "warning",
      where: label.name,
      message: `The label is called "${name}" here.`,
    });
  }
  return name;
}

function looseName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ")
    .trim();
}
