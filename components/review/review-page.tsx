"use client";

import { ClipboardCheck, FilterX } from "lucide-react";
import Link from "next/link";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { EditorProvider } from "@/components/editor/editor-context";
import {
  EditorPageProvider,
  FIRST_PANEL,
  type SidePanel,
} from "@/components/editor/editor-page-context";
import type { ItemOpener } from "@/components/editor/item-opener";
import { isGone } from "@/components/editor/item-source";
import { MediaOfKind } from "@/components/editor/media/media-kinds";
import { useProject } from "@/components/editor/use-project";
import { WaitingNotice } from "@/components/editor/waiting-notice";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Spinner } from "@/components/ui/spinner";
import type { Project } from "@/lib/api/projects";
import { QueueFilters } from "./queue-filters";
import { ReviewDesk } from "./review-desk";
import { useReviewDraft } from "./review-draft";
import { ReviewQueue } from "./review-queue";
import { useClaim } from "./use-claim";
import { useDecide } from "./use-decide";
import { useReviewOpener } from "./use-review-opener";
import { type Queue, type QueueFilter, queueQuery, useReviewQueue } from "./use-review-queue";
import { useReviewShell } from "./use-review-shell";

type Props = {
  project: Project;
  userId: string;
  /** Why things are sent back, in the project's words. */
  reasons: readonly string[];
  /** Those who may have labelled something. */
  people: readonly { id: string; name: string }[];
  itemId: string | null;
  filter: QueueFilter;
};

/** What waits for a decision, and the one that is open; from one to the next nothing is loaded anew. */
export function ReviewPage(props: Props) {
  return (
    <MediaOfKind kind={props.project.mediaKind}>
      <Review {...props} />
    </MediaOfKind>
  );
}

function Review(props: Props) {
  const t = useTranslations("review");
  const { project, people } = props;
  const [filter, setFilter] = useState(props.filter);
  const queue = useReviewQueue(project.id, filter);
  const [chosen, setChosen] = useState(props.itemId);
  const itemId = chosen ?? queue.items[0]?.itemId ?? null;
  // What is open stays open, also when the list changes around it.
  useEffect(() => {
    if (chosen === null && itemId !== null) setChosen(itemId);
  }, [chosen, itemId]);
  useAddress(project.id, filter, itemId);
  return (
    <div className="flex h-full min-h-0">
      <aside
        aria-label={t("queue.title")}
        className="flex w-60 shrink-0 flex-col border-r bg-card xl:w-68"
      >
        <QueueFilters
          queue={queue}
          filter={filter}
          people={people}
          labels={project.labels}
          onFilter={(next) => {
            setFilter(next);
            setChosen(null);
          }}
        />
        <ReviewQueue queue={queue} itemId={itemId} onOpen={setChosen} />
        {queue.doneToday > 0 ? (
          <p data-numeric className="border-t px-3 py-1.5 text-muted-foreground text-xs">
            {t("queue.done", { count: queue.doneToday })}
          </p>
        ) : null}
      </aside>
      <div className="min-w-0 flex-1">
        <Middle
          {...props}
          queue={queue}
          itemId={itemId}
          isFiltered={filter.user !== null || filter.label !== null || filter.needs !== null}
          onClear={() => setFilter({ needs: null, user: null, label: null, order: filter.order })}
          onOpen={setChosen}
        />
      </div>
    </div>
  );
}

type MiddleProps = Props & {
  queue: Queue;
  isFiltered: boolean;
  onClear(): void;
  onOpen(itemId: string | null): void;
};

function Middle(props: MiddleProps) {
  const { project, queue, itemId, userId, onOpen } = props;
  const errorMessage = useErrorMessage();
  const t = useTranslations("review");
  const opener = useReviewOpener({
    ...{ userId, labels: project.labels, itemId },
    ahead: (id) => following(queue, id),
  });
  if (queue.error && itemId === null) {
    return (
      <ErrorState
        title={t("queue.error")}
        description={errorMessage(queue.error)}
        className="h-full"
        action={<Button onClick={queue.refresh}>{t("queue.retry")}</Button>}
      />
    );
  }
  if (itemId === null && !queue.isLoading) return <Nothing {...props} />;
  if (itemId === null || !opener) return <Opening />;
  return <OpenedReview {...props} opener={opener} itemId={itemId} onOpen={onOpen} />;
}

function following(queue: Queue, itemId: string): string[] {
  const at = queue.items.findIndex((item) => item.itemId === itemId);
  return queue.items
    .slice(at + 1)
    .filter(({ heldBy }) => heldBy === null)
    .slice(0, 4)
    .map((item) => item.itemId);
}

function OpenedReview({
  opener,
  userId,
  project: initialProject,
  queue,
  itemId,
  reasons,
  onOpen,
}: MiddleProps & { opener: ItemOpener; itemId: string }) {
  const t = useTranslations("canvas");
  const state = useSyncExternalStore(opener.subscribe, opener.state, opener.state);
  const { opened } = state;
  const project = useProject(initialProject, opened);
  const [sidePanel, setSidePanel] = useState<SidePanel>(FIRST_PANEL);
  const drafts = useReviewDraft(opened?.data.item.id ?? null);
  const isMine = useClaim(project.id, itemId);
  const decide = useDecide({
    onSent(id) {
      queue.hide(id);
      drafts.forget(id);
      onOpen(queue.neighbour(id, 1));
    },
    onBack(id) {
      queue.show(id);
      onOpen(id);
      if (opener.state().itemId === id) void opener.reload();
    },
    onSettled: queue.settle,
  });
  useEffect(() => {
    opener.setLabels(project.labels);
  }, [opener, project.labels]);
  const shell = useReviewShell({ project, opener, queue, itemId, onOpen, setSidePanel });
  if (state.error) {
    return (
      <ErrorState
        title={t("open.title")}
        description={isGone(state.error) ? t("open.gone") : String(state.error)}
        className="h-full"
        action={<Button onClick={() => void opener.reload()}>{t("open.retry")}</Button>}
      />
    );
  }
  if (!opened) return <Opening />;
  const shown = queue.items.find((item) => item.itemId === opened.data.item.id);
  const { counts } = queue;
  return (
    <EditorProvider editor={opened.editor}>
      <EditorPageProvider
        value={{
          ...{ project, userId, data: opened.data, saver: opened.saver, shell },
          ...{ filter: "", sidePanel, setSidePanel },
          takeSuggestions: opened.takeSuggestions,
          reload: () => void opener.reload(),
        }}
      >
        <ReviewDesk
          media={opened.media}
          isDurable={state.isDurable}
          isOpening={state.itemId !== opened.data.item.id || itemId !== opened.data.item.id}
          waiting={
            state.waiting ? (
              <WaitingNotice
                reason={state.waiting}
                onTry={() => void opener.open(state.itemId)}
                onStay={opener.stay}
              />
            ) : null
          }
          left={counts ? counts.review + counts.adjudication : null}
          heldBy={isMine ? null : (shown?.heldBy?.name ?? null)}
          needs={shown?.needs ?? null}
          agreement={shown?.agreement ?? null}
          reasons={reasons}
          draft={drafts.draft}
          onDraft={drafts.change}
          onDecide={(verdict) => void decide(opened, verdict)}
        />
      </EditorPageProvider>
    </EditorProvider>
  );
}

function Opening() {
  const t = useTranslations("review");
  return (
    <div className="grid h-full place-items-center bg-canvas">
      <Spinner aria-label={t("loading")} />
    </div>
  );
}

function Nothing({ project, isFiltered, onClear }: MiddleProps) {
  const t = useTranslations("review.empty");
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        heading="h1"
        icon={isFiltered ? <FilterX /> : <ClipboardCheck />}
        title={t(isFiltered ? "filtered" : "title")}
        description={t(isFiltered ? "filteredDescription" : "description")}
        action={
          isFiltered ? (
            <Button onClick={onClear}>{t("clear")}</Button>
          ) : (
            <Button asChild>
              <Link href={`/projects/${project.id}/items`}>{t("items")}</Link>
            </Button>
          )
        }
      />
    </div>
  );
}

/** The address names the item and what is shown, so that a reload comes back to it. */
function useAddress(projectId: string, filter: QueueFilter, itemId: string | null): void {
  const query = queueQuery(filter);
  useEffect(() => {
    const search = new URLSearchParams(query);
    if (itemId !== null) search.set("item", itemId);
    const path = `/projects/${projectId}/review${search.size > 0 ? `?${search}` : ""}`;
    if (window.location.pathname + window.location.search !== path) {
      window.history.replaceState(null, "", path);
    }
  }, [projectId, query, itemId]);
}
