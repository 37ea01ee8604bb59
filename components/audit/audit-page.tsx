"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AuditFilters, type Filter, NO_FILTER } from "@/components/audit/audit-filters";
import { AuditTable } from "@/components/audit/audit-table";
import { SectionHeader } from "@/components/settings/section-header";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { apiFetch } from "@/lib/api/client";
import { auditPageSchema } from "@/lib/api/people";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Who did what: of the instance, with `projects` to choose from, or of one project. */
export function AuditPage({
  projectId,
  projects,
}: {
  projectId: string | null;
  projects: readonly { id: string; name: string }[];
}) {
  const t = useTranslations("audit");
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const base = projectId === null ? "/api/v1/audit" : `/api/v1/projects/${projectId}/audit`;
  const query = queryOf(filter);
  const log = useInfiniteQuery({
    queryKey: ["audit", base, query.toString()],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(query);
      if (pageParam !== "") page.set("after", pageParam);
      return apiFetch(`${base}?${page}`, { schema: auditPageSchema, signal });
    },
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const events = log.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <>
      <SectionHeader
        title={t("title")}
        description={t(projectId === null ? "description" : "descriptionProject")}
        actions={
          <Button asChild>
            <a href={`${base}/csv?${query}`} download>
              <Download aria-hidden="true" />
              {t("csv")}
            </a>
          </Button>
        }
      />
      <AuditFilters
        filter={filter}
        people={log.data?.pages[0]?.people ?? []}
        projects={projects}
        onChange={setFilter}
      />
      <Panel bodyClassName="p-0">
        {log.isPending ? <Skeleton className="m-4 h-40" /> : null}
        {log.isError ? (
          <ErrorState
            title={t("failed")}
            action={<Button onClick={() => void log.refetch()}>{t("retry")}</Button>}
          />
        ) : null}
        {log.isSuccess && events.length === 0 ? <EmptyState title={t("empty")} /> : null}
        {events.length === 0 ? null : (
          <AuditTable events={events} hasProject={projectId === null} />
        )}
      </Panel>
      {log.hasNextPage ? (
        <Button
          className="mx-auto mt-4 flex"
          isPending={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {t("more")}
        </Button>
      ) : null}
    </>
  );
}

function queryOf({ group, actorId, projectId, from, to }: Filter): URLSearchParams {
  const query = new URLSearchParams();
  if (group !== null) query.set("group", group);
  if (actorId !== null) query.set("actorId", actorId);
  if (projectId !== null) query.set("projectId", projectId);
  const [first, last] = [dayOf(from), dayOf(to)];
  if (first !== null) query.set("from", String(first));
  // The last day is meant with all its hours.
  if (last !== null) query.set("to", String(last + DAY_MS));
  return query;
}

/** Midnight of the reader's day, as a date field writes it (2026-01-31); null while it is not written. */
function dayOf(text: string): number | null {
  const at = new Date(`${text}T00:00:00`).getTime();
  return Number.isNaN(at) ? null : at;
}
