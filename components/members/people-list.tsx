"use client";

import { type ReactNode, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { SearchInput } from "@/components/ui/search-input";
import { Skeleton } from "@/components/ui/skeleton";

/** So many are seen at a glance. */
const SEARCHED_FROM = 10;

/** People in rows, whatever the rows say; with a search as soon as there are many. */
export function PeopleList<P extends { name: string; email: string }>({
  title,
  list,
  people,
  actions,
  children,
}: {
  title: string;
  list: { isPending: boolean; isError: boolean; refetch(): unknown };
  people: readonly P[];
  actions?: ReactNode;
  /** A row, with its key. */
  children(person: P): ReactNode;
}) {
  const t = useTranslations("members");
  const format = useFormatter();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase();
  const shown = people.filter(({ name, email }) =>
    `${name}\n${email}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <Panel
      title={
        <>
          {title}
          {people.length < SEARCHED_FROM ? null : (
            <span data-numeric className="ml-2 font-normal text-muted-foreground">
              {format.number(people.length)}
            </span>
          )}
        </>
      }
      actions={
        <div className="flex items-center gap-2 py-1">
          {people.length < SEARCHED_FROM ? null : (
            <SearchInput
              label={t("search")}
              value={search}
              onValueChange={setSearch}
              className="w-56"
            />
          )}
          {actions}
        </div>
      }
      bodyClassName="p-0"
    >
      {list.isPending ? <Skeleton className="m-4 h-24" /> : null}
      {list.isError ? (
        <ErrorState
          title={t("failed")}
          action={<Button onClick={() => void list.refetch()}>{t("retry")}</Button>}
        />
      ) : null}
      {people.length > 0 && shown.length === 0 ? (
        <p className="p-4 text-muted-foreground">{t("noMatch", { search: search.trim() })}</p>
      ) : null}
      <ul aria-label={title} className="divide-y">
        {shown.map(children)}
      </ul>
    </Panel>
  );
}
