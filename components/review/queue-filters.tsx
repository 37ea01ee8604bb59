"use client";

import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Queue, QueueFilter } from "./use-review-queue";

const ALL = "all";

/** Which of what waits is shown, and in which order. */
export function QueueFilters({
  queue,
  filter,
  people,
  labels,
  onFilter,
}: {
  queue: Queue;
  filter: QueueFilter;
  people: readonly { id: string; name: string }[];
  labels: readonly { id: string; name: string }[];
  onFilter(filter: QueueFilter): void;
}) {
  const t = useTranslations("review.filter");
  const format = useFormatter();
  const { counts } = queue;
  const total = counts ? counts.review + counts.adjudication : 0;
  const count = (n: number | undefined) => (n === undefined ? "" : format.number(n));
  const conditions = [filter.user, filter.label].filter((value) => value !== null).length;
  return (
    <div className="flex items-center gap-1 border-b p-2">
      <SegmentedControl
        label={t("needs")}
        value={filter.needs ?? ALL}
        onValueChange={(needs) =>
          onFilter({ ...filter, needs: needs === "adjudication" ? needs : null })
        }
        segments={[
          { value: ALL, label: t("all", { n: counts ? count(total) : "" }) },
          { value: "adjudication", label: t("adjudication", { n: count(counts?.adjudication) }) },
        ]}
        className="min-w-0 flex-1 [&>*]:flex-auto [&>*]:justify-center [&>*]:whitespace-nowrap [&>*]:px-1.5"
      />
      <Popover>
        <PopoverTrigger asChild>
          <Button
            variant="ghost"
            size={conditions > 0 ? "md" : "icon"}
            aria-label={t("title", { count: conditions })}
            className={conditions > 0 ? "px-2 text-primary-text" : ""}
            icon={<ListFilter />}
          >
            {conditions > 0 ? conditions : null}
          </Button>
        </PopoverTrigger>
        <PopoverContent align="end" className="grid w-64 gap-3">
          <Titled title={t("order")}>
            <ChoiceSelect
              label={t("order")}
              className="w-full"
              value={filter.order ?? queue.order ?? "oldest"}
              choices={["oldest", "low-agreement"]}
              nameOf={(order) => t(`orders.${order}`)}
              onChange={(order) => onFilter({ ...filter, order })}
            />
          </Titled>
          <Titled title={t("person")}>
            <ChoiceSelect
              label={t("person")}
              className="w-full"
              value={filter.user ?? ALL}
              choices={[ALL, ...people.map(({ id }) => id)]}
              nameOf={(id) => people.find((person) => person.id === id)?.name ?? t("anybody")}
              onChange={(id) => onFilter({ ...filter, user: id === ALL ? null : id })}
            />
          </Titled>
          <Titled title={t("label")}>
            <ChoiceSelect
              label={t("label")}
              className="w-full"
              value={filter.label ?? ALL}
              choices={[ALL, ...labels.map(({ id }) => id)]}
              nameOf={(id) => labels.find((label) => label.id === id)?.name ?? t("anyLabel")}
              onChange={(id) => onFilter({ ...filter, label: id === ALL ? null : id })}
            />
          </Titled>
        </PopoverContent>
      </Popover>
    </div>
  );
}

/** The select names itself for those who do not see the words above it. */
function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <span aria-hidden="true" className="font-medium text-sm">
        {title}
      </span>
      {children}
    </div>
  );
}
