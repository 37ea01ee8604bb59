"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRight, Eye, Inbox, Play } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "use-intl";
import { useNews } from "@/components/live/use-news";
import { useCommands } from "@/components/shell/command-registry";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { ASSIGNMENT_STATES, type AssignmentState } from "@/lib/annotation/assignment";
import { apiFetch } from "@/lib/api/client";
import {
  type AssignmentPage,
  assignmentPageSchema,
  type WorkSummary,
  workSummarySchema,
} from "@/lib/api/work";
import type { Command } from "@/lib/commands/command";
import { AssignmentBadge } from "./assignment-badge";
import { PeopleTable } from "./people-table";
import { useNext } from "./use-next";

const REFRESH_MS = 30_000;
/** What changes what there is to do, here or for others; `notification`: something came back, or was given. */
const NEWS = { kinds: ["item", "items", "work", "notification"], withinMs: 3_000 } as const;
/** What a person has to do first. */
const SHOWN: readonly AssignmentState[] = ASSIGNMENT_STATES.filter((state) => state !== "released");

type WorkCommandContext = { labelNext(): void; reviewNext: (() => void) | null };
const COMMANDS: readonly Command<WorkCommandContext>[] = [
  {
    id: "work.next",
    group: "navigate",
    title: "work.next",
    shortcuts: ["n"],
    run: (page) => page.labelNext(),
  },
  {
    id: "work.review",
    group: "navigate",
    title: "work.review",
    shortcuts: ["r"],
    isEnabled: (page) => page.reviewNext !== null,
    run: (page) => page.reviewNext?.(),
  },
];

/** What a person has to do in a project, and the way to it. */
export function WorkPage(props: {
  projectId: string;
  userId: string;
  canAnnotate: boolean;
  canReview: boolean;
  canManage: boolean;
}) {
  const { projectId, userId, canAnnotate, canReview, canManage } = props;
  const t = useTranslations("work");
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const next = useNext(projectId);
  const client = useQueryClient();
  useNews(projectId, NEWS, () => {
    void client.invalidateQueries({ queryKey: ["work", projectId] });
    void client.invalidateQueries({ queryKey: ["assignments", projectId] });
  });
  const summary = useQuery({
    queryKey: ["work", projectId],
    queryFn: () => apiFetch(`/api/v1/projects/${projectId}/work`, { schema: workSummarySchema }),
    refetchInterval: REFRESH_MS,
  });
  useCommands(COMMANDS, {
    labelNext: () => (canAnnotate ? next.open() : undefined),
    reviewNext: canReview ? () => router.push(`/projects/${projectId}/review`) : null,
  });
  return (
    <div className="mx-auto grid max-w-5xl gap-6 px-6 pt-6 pb-16">
      <header className="flex flex-wrap items-start gap-4">
        <div className="min-w-0 flex-1">
          <h1 className="font-semibold text-xl tracking-tight">{t("page.title")}</h1>
          <p className="mt-1 max-w-[70ch] text-pretty text-muted-foreground">{t("page.about")}</p>
        </div>
        <div className="flex gap-2">
          {canReview ? (
            <Button asChild size="lg">
              <Link href={`/projects/${projectId}/review`}>
                <Eye aria-hidden="true" />
                {t("next.review")}
                <Count n={summary.data?.needsReview} />
              </Link>
            </Button>
          ) : null}
          {canAnnotate ? (
            <Button
              size="lg"
              variant="primary"
              icon={<Play aria-hidden="true" />}
              isPending={next.isPending}
              onClick={next.open}
            >
              {t("next.label")}
            </Button>
          ) : null}
        </div>
      </header>
      {next.nothing ? (
        <Notice variant={next.nothing === "done" ? "success" : "info"}>
          {t(`next.nothing.${next.nothing}`)}
        </Notice>
      ) : null}
      {summary.error ? (
        <ErrorState
          title={errorMessage(summary.error)}
          action={<Button onClick={() => void summary.refetch()}>{t("page.retry")}</Button>}
        />
      ) : (
        <Mine summary={summary.data} />
      )}
      <MyList projectId={projectId} userId={userId} />
      {canManage && summary.data ? (
        <PeopleTable projectId={projectId} people={summary.data.people} states={SHOWN} />
      ) : null}
    </div>
  );
}

function Count({ n }: { n: number | undefined }) {
  const format = useFormatter();
  if (!n) return null;
  return (
    <span className="rounded-sm bg-primary-soft px-1 text-primary-text text-xs" data-numeric>
      {format.number(n)}
    </span>
  );
}

/** The person's numbers, how much is waiting, and how the training goes. */
function Mine({ summary }: { summary: WorkSummary | undefined }) {
  const t = useTranslations("work");
  const format = useFormatter();
  if (!summary) return <Skeleton className="h-20" />;
  const { training } = summary;
  return (
    <section aria-label={t("page.counts")} className="grid gap-3">
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-3">
        {SHOWN.map((state) => (
          <div key={state} className="rounded-lg border bg-card px-3 py-2">
            <dt className="text-muted-foreground text-xs">{t(`state.${state}`)}</dt>
            <dd data-numeric className="font-semibold text-lg">
              {format.number(summary.mine[state] ?? 0)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-muted-foreground" data-numeric>
        {t("page.free", { count: summary.free })}
      </p>
      {training ? (
        <div className="grid max-w-md gap-1">
          <Progress
            label={t("page.training", { done: training.done, items: training.items })}
            done={training.done}
            total={training.items}
          />
          {training.score === null ? null : (
            <p className="text-muted-foreground text-xs" data-numeric>
              {t("page.trainingScore", {
                score: percent(training.score),
                passAt: percent(training.passAt),
              })}
            </p>
          )}
        </div>
      ) : null}
    </section>
  );
}

function MyList({ projectId, userId }: { projectId: string; userId: string }) {
  const t = useTranslations("work.page");
  const list = useInfiniteQuery({
    queryKey: ["assignments", projectId, userId],
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        user: userId,
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return apiFetch(`/api/v1/projects/${projectId}/assignments?${query}`, {
        schema: assignmentPageSchema,
      });
    },
    getNextPageParam: (page: AssignmentPage) => page.next,
  });
  const rows = list.data?.pages.flatMap(({ assignments }) => assignments) ?? [];
  return (
    <Panel title={t("list")} bodyClassName="p-0">
      {list.isPending ? <Skeleton className="m-4 h-24" /> : null}
      {list.data && rows.length === 0 ? (
        <EmptyState icon={<Inbox />} title={t("none")} description={t("noneAbout")} />
      ) : null}
      {rows.length === 0 ? null : (
        <Table aria-label={t("list")}>
          <TableHeader>
            <tr>
              <TableHead>{t("item")}</TableHead>
              <TableHead>{t("state")}</TableHead>
              <TableHead isNumeric>{t("when")}</TableHead>
            </tr>
          </TableHeader>
          <TableBody>
            {rows.map((row) => (
              <AssignmentRow key={row.id} projectId={projectId} row={row} />
            ))}
          </TableBody>
        </Table>
      )}
      {list.hasNextPage ? (
        <div className="flex justify-center border-t p-2">
          <Button
            variant="ghost"
            isPending={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("showMore")}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function AssignmentRow({
  projectId,
  row,
}: {
  projectId: string;
  row: AssignmentPage["assignments"][number];
}) {
  const format = useFormatter();
  return (
    <TableRow>
      <TableCell className="max-w-0 w-full">
        <Link
          href={`/projects/${projectId}/items/${row.itemId}`}
          className="flex min-w-0 items-center gap-1.5 font-medium hover:underline"
        >
          <MiddleTruncate text={row.itemName} />
          <ArrowRight aria-hidden="true" className="size-3.5 shrink-0 text-muted-foreground" />
        </Link>
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <AssignmentBadge state={row.state} />
        <Notes row={row} />
      </TableCell>
      <TableCell isNumeric className="whitespace-nowrap text-muted-foreground">
        {format.dateTime(row.updatedAt, { dateStyle: "medium", timeStyle: "short" })}
      </TableCell>
    </TableRow>
  );
}

/** That it came back, and until when it is wanted. */
function Notes({ row }: { row: AssignmentPage["assignments"][number] }) {
  const t = useTranslations("work.page");
  const format = useFormatter();
  const isWanted = row.state === "assigned" || row.state === "open" || row.state === "returned";
  const isLate = row.dueAt !== null && row.dueAt < Date.now();
  return (
    <span className="text-muted-foreground text-xs">
      {row.rounds > 0 ? <span className="ml-2">{t("rounds", { count: row.rounds })}</span> : null}
      {row.dueAt !== null && isWanted ? (
        <span className={isLate ? "ml-2 text-danger-foreground" : "ml-2"}>
          {t(isLate ? "overdue" : "due", {
            date: format.dateTime(row.dueAt, { dateStyle: "medium" }),
          })}
        </span>
      ) : null}
    </span>
  );
}

function percent(share: number): string {
  return String(Math.round(share * 100));
}
