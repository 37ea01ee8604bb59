"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { Field, Label } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { AUDIT_GROUP_NAMES, type AuditGroup } from "@/lib/api/people";

export interface Filter {
  group: AuditGroup | null;
  actorId: string | null;
  projectId: string | null;
  /** As date fields write it; empty: open. */
  from: string;
  to: string;
}
export const NO_FILTER: Filter = { group: null, actorId: null, projectId: null, from: "", to: "" };

type Named = { id: string; name: string };
const ALL = "all";

export function AuditFilters({
  filter,
  people,
  projects,
  onChange,
}: {
  filter: Filter;
  people: readonly Named[];
  projects: readonly Named[];
  onChange: (filter: Filter) => void;
}) {
  const t = useTranslations("audit");
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(NO_FILTER);
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      <div className="grid gap-1.5">
        <Label>{t("filter.what")}</Label>
        <ChoiceSelect<AuditGroup | typeof ALL>
          label={t("filter.what")}
          value={filter.group ?? ALL}
          choices={[ALL, ...AUDIT_GROUP_NAMES]}
          nameOf={(group) => t(`group.${group}`)}
          onChange={(group) => onChange({ ...filter, group: group === ALL ? null : group })}
          className="w-48"
        />
      </div>
      <NamedSelect
        label={t("filter.who")}
        all={t("filter.everyone")}
        value={filter.actorId}
        choices={people}
        onChange={(actorId) => onChange({ ...filter, actorId })}
      />
      {projects.length === 0 ? null : (
        <NamedSelect
          label={t("filter.project")}
          all={t("filter.allProjects")}
          value={filter.projectId}
          choices={projects}
          onChange={(projectId) => onChange({ ...filter, projectId })}
        />
      )}
      <Field label={t("filter.from")} className="w-36">
        {(control) => (
          <Input
            {...control}
            type="date"
            value={filter.from}
            onChange={(event) => onChange({ ...filter, from: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("filter.to")} className="w-36">
        {(control) => (
          <Input
            {...control}
            type="date"
            value={filter.to}
            onChange={(event) => onChange({ ...filter, to: event.target.value })}
          />
        )}
      </Field>
      {isFiltered ? (
        <Button variant="ghost" onClick={() => onChange(NO_FILTER)}>
          {t("filter.clear")}
        </Button>
      ) : null}
    </div>
  );
}

function NamedSelect({
  label,
  all,
  value,
  choices,
  onChange,
}: {
  label: string;
  all: string;
  value: string | null;
  choices: readonly Named[];
  onChange: (id: string | null) => void;
}) {
  const names = new Map(choices.map(({ id, name }) => [id, name]));
  return (
    <div className="grid gap-1.5">
      <Label>{label}</Label>
      <ChoiceSelect
        label={label}
        value={value ?? ALL}
        choices={[ALL, ...names.keys()]}
        nameOf={(id) => names.get(id) ?? all}
        onChange={(id) => onChange(id === ALL ? null : id)}
        className="w-44"
      />
    </div>
  );
}
