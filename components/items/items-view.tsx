"use client";

import { FilterX } from "lucide-react";
import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { PreLabelMenu } from "@/components/models/batch/pre-label-menu";
import { usePreLabel } from "@/components/models/batch/use-pre-label";
import { useCommands } from "@/components/shell/command-registry";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { late } from "@/components/ui/late";
import { WorkMenu } from "@/components/work/work-menu";
import type { ItemChange } from "@/lib/api/items";
import type { MediaKind } from "@/lib/media/media";
import { BulkBar } from "./bulk-bar";
import { FilterBar, type FilterLabel } from "./filter-bar";
import { FilterChips } from "./filter-chips";
import { ItemList, type Move } from "./item-list";
import { ITEMS_COMMANDS } from "./items-commands";
import { ITEM_LOOKS } from "./looks/item-looks";
import {
  isSelected,
  NOTHING,
  type Selection,
  selectionRequest,
  selectionSize,
  toggled,
  withAdded,
} from "./selection";
import { useItemChanges } from "./use-item-changes";
import { type Range, useItems } from "./use-items";
import { useItemsLive } from "./use-items-live";
import { useReturn } from "./use-return";
import { useViewState } from "./use-view-state";
import { filterQuery, hasConditions, viewQuery, withoutConditions, withQuery } from "./view-state";

const AssignDialog = late(() =>
  import("@/components/work/assign-dialog").then((module) => module.AssignDialog),
);

/** The first screenful, until the list has measured itself. */
const FIRST_RANGE: Range = { first: 0, last: 59 };

const NOBODY: readonly string[] = [];

/** All items of a project: filter, sort, look, select, change, open. */
export function ItemsView(props: {
  projectId: string;
  mediaKind: MediaKind;
  labels: readonly FilterLabel[];
  /** Colours of labels that were deleted but are still drawn. */
  otherColors: readonly { id: string; color: string }[];
  canManage: boolean;
  canReview: boolean;
  /** Where files are dropped; shown alone while the project is empty. */
  upload?: ReactNode;
  /** The pickers of more files, for a project that has some. */
  addMore?: ReactNode;
}) {
  const { projectId, mediaKind, labels, otherColors, canManage } = props;
  const router = useRouter();
  const t = useTranslations("items");
  const searchRef = useRef<HTMLInputElement>(null);
  const { view, setView, setFilter } = useViewState();
  const { filter } = view;
  const query = filterQuery(filter);
  const [range, setRange] = useState(FIRST_RANGE);
  const items = useItems({ projectId, mediaKind, filter, range });
  const people = useItemsLive(projectId);
  const picking = usePicking(query, items);
  const { selection, active } = picking;
  const changes = useItemChanges(projectId, picking.clear);
  const colors = useMemo(
    () => new Map([...labels, ...otherColors].map(({ id, color }) => [id, color])),
    [labels, otherColors],
  );
  // With layout and size, which the editor brings back as it found them.
  const address = viewQuery(view);
  const returning = useReturn({ projectId, view: address, filter: query, onItem: picking.show });
  const hrefOf = (id: string) => withQuery(`/projects/${projectId}/items/${id}`, address);
  const open = (index: number) => {
    const item = items.itemAt(index);
    if (item) router.push(hrefOf(item.id));
  };
  const count = selectionSize(selection, items.total);
  const change = (wanted: ItemChange) =>
    changes.mutate({ select: selectionRequest(selection, filter), change: wanted });
  const [isAssigning, setIsAssigning] = useState(false);
  const startPreLabelling = usePreLabel(projectId);
  const preLabel = async (versionId?: string) => {
    if (await startPreLabelling(selectionRequest(selection, filter), versionId)) picking.clear();
  };
  useCommands(ITEMS_COMMANDS, {
    canManage,
    hasSelection: count > 0,
    hasActive: items.itemAt(active) !== undefined,
    layout: view.layout,
    openActive: () => open(active),
    toggleActive: () => picking.toggle(active),
    selectAll: () => picking.setSelection({ kind: "all" }),
    clearSelection: picking.clear,
    deleteSelected: () => change({ kind: "delete" }),
    preLabelSelected: () => void preLabel(),
    assignSelected: () => setIsAssigning(true),
    focusSearch: () => searchRef.current?.focus(),
    setLayout: (layout) => setView({ layout }),
  });
  const isKnown = !items.isLoading && !items.error;
  if (isKnown && items.total === 0 && !hasConditions(filter)) {
    return <NoItems mediaKind={mediaKind} upload={props.upload} />;
  }
  return (
    <div className="relative flex h-full min-h-0 flex-col">
      <h1 className="sr-only">{t("title")}</h1>
      <FilterBar
        projectId={projectId}
        mediaKind={mediaKind}
        canManage={canManage}
        canReview={props.canReview}
        view={view}
        labels={labels}
        total={items.isLoading ? null : items.total}
        searchRef={searchRef}
        onView={setView}
        onFilter={setFilter}
        addMore={props.addMore}
      />
      <FilterChips
        projectId={projectId}
        mediaKind={mediaKind}
        filter={filter}
        labels={labels}
        onReplace={(next) => setView({ filter: next })}
      />
      {items.error ? (
        <Failure error={items.error} onRetry={items.retry} />
      ) : isKnown && items.total === 0 ? (
        <NoMatch onClear={() => setView({ filter: withoutConditions(filter) })} />
      ) : (
        <ItemList
          key={`${view.layout} ${query}`}
          mediaKind={mediaKind}
          layout={view.layout}
          size={view.size}
          total={items.isLoading ? FIRST_RANGE.last + 1 : items.total}
          active={active}
          itemAt={items.itemAt}
          isReady={isKnown}
          startTopPx={returning.startTopPx}
          isFocusedFirst={returning.isReturning}
          onScroll={returning.onScroll}
          onRange={setRange}
          onMove={(move) => void picking.move(move)}
          cellProps={(index) => {
            const item = items.itemAt(index);
            return {
              preview: item ? items.previewOf(item) : undefined,
              people: (item && people.get(item.id)) ?? NOBODY,
              colors,
              href: item ? hrefOf(item.id) : "",
              isSelected: item !== undefined && isSelected(selection, item.id),
              onPress: (event) => picking.press(index, event),
              onOpen: () => open(index),
              onToggle: () => picking.toggle(index),
            };
          }}
        />
      )}
      <BulkBar
        count={count}
        total={items.total}
        isPending={changes.isPending}
        canManage={canManage}
        onSelectAll={() => picking.setSelection({ kind: "all" })}
        onClear={picking.clear}
        onChange={change}
      >
        <WorkMenu
          isPending={changes.isPending}
          onAssign={() => setIsAssigning(true)}
          onChange={change}
        />
        <PreLabelMenu
          projectId={projectId}
          isPending={changes.isPending}
          onChoose={(versionId) => void preLabel(versionId)}
        />
      </BulkBar>
      {isAssigning ? (
        <AssignDialog
          projectId={projectId}
          count={count}
          select={selectionRequest(selection, filter)}
          onClose={() => setIsAssigning(false)}
          onDone={changes.refresh}
        />
      ) : null}
    </div>
  );
}

/** Which item is active and which are selected; both begin anew with another filter. */
function usePicking(query: string, items: ReturnType<typeof useItems>) {
  const [state, setState] = useState<{
    query: string;
    selection: Selection;
    active: number;
    anchor: number;
  }>({
    query,
    selection: NOTHING,
    active: -1,
    anchor: 0,
  });
  const current =
    state.query === query ? state : { query, selection: NOTHING, active: -1, anchor: 0 };
  const update = (change: Partial<typeof state>) => setState({ ...current, ...change, query });
  const extendTo = async (index: number, base: Selection) => {
    const [first, last] = [Math.min(current.anchor, index), Math.max(current.anchor, index)];
    const ids = await items.idsBetween(first, last);
    update({ selection: withAdded(base, ids), active: index });
  };
  return {
    selection: current.selection,
    active: current.active,
    clear: useCallback(() => setState((before) => ({ ...before, selection: NOTHING })), []),
    setSelection: (selection: Selection) => update({ selection }),
    toggle(index: number) {
      const item = items.itemAt(index);
      if (!item) return;
      update({ selection: toggled(current.selection, item.id), active: index, anchor: index });
    },
    press(index: number, event: MouseEvent) {
      const item = items.itemAt(index);
      if (!item) return;
      if (event.shiftKey)
        void extendTo(index, event.ctrlKey || event.metaKey ? current.selection : NOTHING);
      else if (event.ctrlKey || event.metaKey) this.toggle(index);
      else {
        const selection: Selection = { kind: "some", ids: new Set([item.id]) };
        update({ selection, active: index, anchor: index });
      }
    },
    /** As if it had been reached by the keys. */
    show: (index: number) => update({ active: index, anchor: index }),
    async move({ to, isExtending }: Move) {
      if (isExtending) await extendTo(to, NOTHING);
      else update({ active: to, anchor: to });
    },
  };
}

function NoItems({ mediaKind, upload }: { mediaKind: MediaKind; upload: ReactNode }) {
  const t = useTranslations("items");
  const { AddIcon } = ITEM_LOOKS[mediaKind];
  return (
    <div className="flex h-full flex-col items-center justify-center gap-4 p-6">
      <EmptyState
        heading="h1"
        icon={<AddIcon />}
        title={t("empty.title", { kind: mediaKind })}
        description={t(upload ? "empty.description" : "empty.wait", { kind: mediaKind })}
        className="py-2"
      />
      {upload}
    </div>
  );
}

function NoMatch({ onClear }: { onClear(): void }) {
  const t = useTranslations("items");
  return (
    <EmptyState
      icon={<FilterX />}
      title={t("noMatch.title")}
      description={t("noMatch.description")}
      action={<Button onClick={onClear}>{t("clearFilter")}</Button>}
      className="flex-1"
    />
  );
}

function Failure({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const t = useTranslations("items");
  const errorMessage = useErrorMessage();
  return (
    <ErrorState
      title={t("error.title")}
      description={t("error.description", { reason: errorMessage(error) })}
      action={<Button onClick={onRetry}>{t("error.retry")}</Button>}
      className="flex-1"
    />
  );
}
