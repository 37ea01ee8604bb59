"use client";

import { ChevronDown } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useWorkers } from "@/components/work/use-workers";
import { ASSIGNMENT_STATES } from "@/lib/annotation/assignment";
import type { ItemFilter } from "@/lib/api/items";

const ANY = "";

/** Here one is chosen; addresses may name several, which the chips show. */
function only<V extends string>(chosen: readonly V[] | undefined): V | typeof ANY {
  return (chosen?.length === 1 ? chosen[0] : undefined) ?? ANY;
}

/** Who has an item, what it waits for, how far people agree. */
export function WorkFilter({
  projectId,
  canReview,
  canManage,
  filter,
  onFilter,
}: {
  projectId: string;
  canReview: boolean;
  canManage: boolean;
  filter: ItemFilter;
  onFilter(change: Partial<ItemFilter>): void;
}) {
  const t = useTranslations("work.filter");
  const states = useTranslations("work.state");
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          {t("title")}
          <ChevronDown aria-hidden="true" className="size-3.5! text-muted-foreground" />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t("title")} className="grid w-72 gap-3">
        {canManage ? (
          <PersonChoice projectId={projectId} filter={filter} onFilter={onFilter} />
        ) : null}
        <Choice
          label={t("work")}
          value={only(filter.work)}
          choices={[ANY, ...ASSIGNMENT_STATES]}
          onChange={(work) => onFilter({ work: work === ANY ? undefined : [work] })}
          nameOf={(state) => (state === ANY ? t("any") : states(state))}
        />
        {canReview ? (
          <>
            <Choice
              label={t("needs")}
              value={only(filter.needs)}
              choices={[ANY, "review", "adjudication", "none"]}
              onChange={(needs) => onFilter({ needs: needs === ANY ? undefined : [needs] })}
              nameOf={(need) => (need === ANY ? t("any") : t(`need.${need}`))}
            />
            <Agreement filter={filter} onFilter={onFilter} />
            <Check
              label={t("gold")}
              isOn={filter.gold !== undefined}
              onChange={(isOn) => onFilter({ gold: isOn ? "1" : undefined })}
            />
            <Check
              label={t("threads")}
              isOn={filter.threads !== undefined}
              onChange={(isOn) => onFilter({ threads: isOn ? "open" : undefined })}
            />
          </>
        ) : null}
      </PopoverContent>
    </Popover>
  );
}

function Choice<V extends string>(props: {
  label: string;
  value: V;
  choices: readonly V[];
  nameOf(choice: V): string;
  onChange(choice: V): void;
}) {
  return (
    <div className="grid gap-1">
      <span aria-hidden="true" className="text-muted-foreground text-xs">
        {props.label}
      </span>
      <ChoiceSelect {...props} className="w-full" />
    </div>
  );
}

function PersonChoice({
  projectId,
  filter,
  onFilter,
}: {
  projectId: string;
  filter: ItemFilter;
  onFilter(change: Partial<ItemFilter>): void;
}) {
  const t = useTranslations("work.filter");
  const workers = useWorkers(projectId, true);
  return (
    <Choice
      label={t("assignee")}
      value={only(filter.assignee)}
      choices={[ANY, ...workers.keys()]}
      nameOf={(id) => (id === ANY ? t("any") : (workers.get(id) ?? id))}
      onChange={(id) => onFilter({ assignee: id === ANY ? undefined : [id] })}
    />
  );
}

function Agreement({
  filter,
  onFilter,
}: {
  filter: ItemFilter;
  onFilter(change: Partial<ItemFilter>): void;
}) {
  const t = useTranslations("work.filter");
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-muted-foreground text-xs">
        {t("agreement")}
      </label>
      <Input
        id={id}
        type="number"
        min={0}
        max={100}
        value={filter.agreementMax === undefined ? "" : Math.round(filter.agreementMax * 100)}
        onChange={({ target: { valueAsNumber: share } }) =>
          onFilter({ agreementMax: share >= 0 && share <= 100 ? share / 100 : undefined })
        }
      />
    </div>
  );
}

function Check(props: { label: string; isOn: boolean; onChange(isOn: boolean): void }) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Checkbox
        id={id}
        checked={props.isOn}
        onCheckedChange={(isOn) => props.onChange(isOn === true)}
      />
      <label htmlFor={id}>{props.label}</label>
    </div>
  );
}
