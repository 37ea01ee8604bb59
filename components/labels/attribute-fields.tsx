"use client";

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { ATTRIBUTE_KINDS, type AttributeDraft, draftProblem } from "./attribute-draft";

const MAX_ATTRIBUTES = 50;

/** What is asked for with each annotation of a label. */
export function AttributeFields({
  drafts,
  onChange,
}: {
  drafts: readonly AttributeDraft[];
  onChange: (drafts: AttributeDraft[]) => void;
}) {
  const t = useTranslations("labels");
  const replace = (draft: AttributeDraft) =>
    onChange(drafts.map((each) => (each.key === draft.key ? draft : each)));
  const nextKey = Math.max(0, ...drafts.map(({ key }) => key)) + 1;
  return (
    <fieldset className="grid gap-3 border-t pt-4">
      <legend className="float-left mb-2 font-medium text-sm">{t("attribute.title")}</legend>
      <p className="text-muted-foreground text-xs">{t("attribute.hint")}</p>
      <ul className="grid gap-3">
        {drafts.map((draft) => (
          <AttributeRow
            key={draft.key}
            draft={draft}
            problem={draftProblem(drafts, draft)}
            onChange={replace}
            onRemove={() => onChange(drafts.filter(({ key }) => key !== draft.key))}
          />
        ))}
      </ul>
      <Button
        size="sm"
        className="justify-self-start"
        icon={<Plus aria-hidden="true" />}
        disabled={drafts.length >= MAX_ATTRIBUTES}
        onClick={() => onChange([...drafts, { key: nextKey, name: "", kind: "text", options: "" }])}
      >
        {t("attribute.add")}
      </Button>
    </fieldset>
  );
}

function AttributeRow({
  draft,
  problem,
  onChange,
  onRemove,
}: {
  draft: AttributeDraft;
  problem: ReturnType<typeof draftProblem>;
  onChange: (draft: AttributeDraft) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("labels");
  const { name, kind, options } = draft;
  return (
    <li className="grid gap-2 rounded-md border p-3">
      <div className="flex items-end gap-2">
        <Field label={t("attribute.name")} className="min-w-0 flex-1">
          {(control) => (
            <Input
              {...control}
              maxLength={100}
              autoComplete="off"
              aria-invalid={problem === "twice" || undefined}
              value={name}
              onChange={({ target }) => onChange({ ...draft, name: target.value })}
            />
          )}
        </Field>
        <Field label={t("attribute.kind")} className="w-36">
          {(control) => (
            <Select
              value={kind}
              onValueChange={(next) => {
                const chosen = ATTRIBUTE_KINDS.find((each) => each === next);
                if (chosen) onChange({ ...draft, kind: chosen });
              }}
            >
              <SelectTrigger {...control}>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {ATTRIBUTE_KINDS.map((each) => (
                  <SelectItem key={each} value={each}>
                    {t(`attribute.kinds.${each}`)}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
        <IconButton
          label={t("attribute.remove", { name: name || t("attribute.unnamed") })}
          icon={<Trash2 />}
          onClick={onRemove}
        />
      </div>
      {kind === "choice" ? (
        <Field label={t("attribute.options")} hint={t("attribute.optionsHint")}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              value={options}
              onChange={({ target }) => onChange({ ...draft, options: target.value })}
            />
          )}
        </Field>
      ) : null}
      {problem === "twice" ? (
        <p role="alert" className="text-danger-foreground text-xs">
          {t("attribute.twice")}
        </p>
      ) : null}
    </li>
  );
}
