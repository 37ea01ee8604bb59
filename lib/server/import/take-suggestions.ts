import "server-only";
import type { ImportTarget } from "@/db/queries/import-match";
import { placeRefusal } from "@/db/queries/op-refusal";
import { type ImportedWrite, planImported, writeImported } from "@/db/queries/write-imported";
import type { Store } from "@/db/store";
import type { ImportOptions, ImportReport } from "@/lib/api/imports";
import type { DatasetAnnotation, Issue } from "@/lib/formats/format";
import type { MediaKind } from "@/lib/media/media";
import type { WantedAnnotation } from "./merge-annotations";
import { suggestionTitle } from "./suggestion-title";

/** Of a file without a name. */
const UNNAMED = "import";
const MAX_TITLES = 50;

/** What a dataset says of an item, by where it goes: onto the item, or into layers of suggestions by their titles. */
export type SortedAnnotations = {
  work: DatasetAnnotation[];
  suggested: Map<string, DatasetAnnotation[]>;
};

/** Tells what is work and what is suggested, and puts the latter into layers. */
export interface SuggestionTaker {
  readonly counts: ImportReport["suggestions"];
  isSuggestion(annotation: DatasetAnnotation): boolean;
  sort(annotations: readonly DatasetAnnotation[]): SortedAnnotations;
  /** `target` null: a new item, in a dry run. */
  take(
    store: Store,
    of: {
      where: string;
      title: string;
      target: ImportTarget | null;
      wanted: readonly WantedAnnotation[];
    },
  ): Promise<void>;
}

export function createSuggestionTaker(of: {
  projectId: string;
  userId: string;
  media: MediaKind;
  options: ImportOptions;
  /** Of the file or folder that is imported. */
  fileName: string;
  onIssue(issue: Issue): void;
}): SuggestionTaker {
  const { projectId, userId, media, options, onIssue } = of;
  const ownTitle = suggestionTitle(options.title ?? "") ?? suggestionTitle(of.fileName) ?? UNNAMED;
  const isAll = options.as === "suggestions";
  /** Layers that this import has written to: what comes again of an item only adds to them. */
  const touched = new Set<string>();
  const counts: SuggestionTaker["counts"] = {
    ...{ listed: 0, added: 0, alreadyThere: 0, decided: 0, withdrawn: 0, leftOut: 0 },
    titles: [],
  };

  function titleOf({ suggestedBy }: DatasetAnnotation): string | null {
    if (suggestedBy !== undefined) return suggestionTitle(suggestedBy) ?? ownTitle;
    return isAll ? ownTitle : null;
  }

  function leaveOut(count: number, issue: Omit<Issue, "severity">): void {
    if (count === 0) return;
    counts.leftOut += count;
    onIssue({ ...issue, severity: "error" });
  }

  /** Those that can be suggested on this item; the others are reported. */
  function possible(
    wanted: readonly WantedAnnotation[],
    target: ImportTarget | null,
    where: string,
  ): WantedAnnotation[] {
    // A suggestion is decided on by itself, and an arc is nothing without its ends.
    const things = wanted.filter(({ geometry }) => geometry.kind !== "relation");
    const relations = wanted.length - things.length;
    leaveOut(relations, {
      ...{ code: "relation_not_suggested", where },
      message: `${relations} relations are left out: suggestions are decided on one by one.`,
    });
    if (!target) return things;
    return things.filter(({ geometry, ref = "" }) => {
      const refusal = placeRefusal(ref, geometry, { ...target, mediaKind: media });
      if (refusal) leaveOut(1, { code: "not_written", where, message: refusal.message });
      return refusal === null;
    });
  }

  return {
    counts,
    isSuggestion: (annotation) => titleOf(annotation) !== null,
    sort(annotations) {
      const work: DatasetAnnotation[] = [];
      // An item that is listed with nothing on it has nothing suggested any more.
      const suggested = new Map<string, DatasetAnnotation[]>(isAll ? [[ownTitle, []]] : []);
      for (const annotation of annotations) {
        const title = titleOf(annotation);
        if (title === null) work.push(annotation);
        else suggested.set(title, [...(suggested.get(title) ?? []), annotation]);
      }
      return { work, suggested };
    },
    async take(store, { where, title, target, wanted }) {
      const suggestions = possible(wanted, target, where).map(({ ref: _ref, ...each }) => each);
      if (suggestions.length > 0 && !counts.titles.includes(title)) {
        if (counts.titles.length < MAX_TITLES) counts.titles.push(title);
      }
      if (!target) {
        counts.added += suggestions.length;
        return;
      }
      const { itemId, layerId: resultLayerId } = target;
      const key = JSON.stringify([itemId, title]);
      const write: ImportedWrite = {
        ...{ projectId, itemId, resultLayerId, title, suggestions, userId, now: Date.now() },
        isAddition: touched.has(key),
      };
      touched.add(key);
      const done = await (options.isDryRun ? planImported : writeImported)(store, write);
      counts.added += done.added;
      counts.alreadyThere += done.alreadyThere;
      counts.decided += done.decided;
      counts.withdrawn += done.withdrawn;
    },
  };
}
