"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Chip } from "@/components/ui/chip";
import { useWorkers } from "@/components/work/use-workers";
import type { ItemFilter } from "@/lib/api/items";

/** The conditions on work and review that are in force, each with a cross. */
export function WorkChips({
  projectId,
  filter,
  onReplace,
}: {
  projectId: string;
  filter: ItemFilter;
  onReplace(filter: ItemFilter): void;
}) {
  const t = useTranslations("work.filter");
  const states = useTranslations("work.state");
  const format = useFormatter();
  const { assignee, work, needs, gold, threads, agreementMax, from, to } = filter;
  const workers = useWorkers(projectId, assignee !== undefined);
  const date = (at: number) => format.dateTime(at, { dateStyle: "medium" });
  const without = <V extends string>(all: readonly V[], value: V): V[] | undefined => {
    const rest = all.filter((candidate) => candidate !== value);
    return rest.length === 0 ? undefined : rest;
  };
  const chips: { name: string; rest: Partial<ItemFilter> }[] = [
    ...(assignee ?? []).map((id) => ({
      name: workers.get(id) ?? t("somebody"),
      rest: { assignee: without(assignee ?? [], id) },
    })),
    ...(work ?? []).map((state) => ({
      name: states(state),
      rest: { work: without(work ?? [], state) },
    })),
    ...(needs ?? []).map((need) => ({
      name: t(`need.${need}`),
      rest: { needs: without(needs ?? [], need) },
    })),
    ...(gold === undefined ? [] : [{ name: t("gold"), rest: { gold: undefined } }]),
    ...(threads === undefined ? [] : [{ name: t("threads"), rest: { threads: undefined } }]),
    ...(agreementMax === undefined
      ? []
      : [
          {
            name: t("chip.agreement", { share: String(Math.round(agreementMax * 100)) }),
            rest: { agreementMax: undefined },
          },
        ]),
    ...(from === undefined
      ? []
      : [{ name: t("chip.from", { date: date(from) }), rest: { from: undefined } }]),
    ...(to === undefined
      ? []
      : [{ name: t("chip.to", { date: date(to) }), rest: { to: undefined } }]),
  ];
  return chips.map(({ name, rest }) => (
    <Chip key={name} name={name} onRemove={() => onReplace({ ...filter, ...rest })} />
  ));
}
