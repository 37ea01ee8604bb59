"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { CopyField } from "@/components/ui/copy-field";
import { DialogContent } from "@/components/ui/dialog";
import { Field, Label } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { apiFetch } from "@/lib/api/client";
import { createdTokenSchema, TOKEN_SCOPES, type TokenScope } from "@/lib/api/people";

const DAYS = ["7", "30", "90", "365", "none"] as const;
const ALL = "all";

export function TokenDialog({
  projects,
  isOwner,
  onCreated,
}: {
  projects: readonly { id: string; name: string }[];
  isOwner: boolean;
  onCreated: () => void;
}) {
  const t = useTranslations("account");
  const [token, setToken] = useState<string | null>(null);
  return (
    <DialogContent title={t("tokens.new")}>
      {token === null ? (
        <TokenForm
          projects={projects}
          isOwner={isOwner}
          onMade={(made) => {
            setToken(made);
            onCreated();
          }}
        />
      ) : (
        <div className="grid gap-4">
          <Notice variant="warning">{t("tokens.made")}</Notice>
          <CopyField label={t("tokens.value")} value={token} />
        </div>
      )}
    </DialogContent>
  );
}

function TokenForm({
  projects,
  isOwner,
  onMade,
}: {
  projects: readonly { id: string; name: string }[];
  isOwner: boolean;
  onMade: (token: string) => void;
}) {
  const t = useTranslations("account");
  const errorMessage = useErrorMessage();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly TokenScope[]>(["read"]);
  const [projectId, setProjectId] = useState(ALL);
  const [days, setDays] = useState<(typeof DAYS)[number]>("90");
  const [isMissing, setIsMissing] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [formError, setFormError] = useState<string | null>(null);
  const names = new Map(projects.map((project) => [project.id, project.name]));

  async function create(event: FormEvent) {
    event.preventDefault();
    setIsMissing(name.trim() === "");
    if (name.trim() === "") return;
    setIsPending(true);
    setFormError(null);
    try {
      const { token } = await apiFetch("/api/v1/account/tokens", {
        method: "POST",
        body: {
          name,
          scopes,
          projectId: projectId === ALL ? null : projectId,
          days: days === "none" ? null : Number(days),
        },
        schema: createdTokenSchema,
      });
      onMade(token);
    } catch (error) {
      setFormError(errorMessage(error));
      setIsPending(false);
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void create(event)}>
      {formError === null ? null : <Notice variant="danger">{formError}</Notice>}
      <Field
        label={t("tokens.name")}
        hint={t("tokens.nameHint")}
        error={isMissing ? t("tokens.nameMissing") : null}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium">{t("tokens.scopes")}</legend>
        {TOKEN_SCOPES.filter((scope) => scope !== "admin" || isOwner).map((scope) => (
          <ScopeBox
            key={scope}
            scope={scope}
            isChecked={scopes.includes(scope)}
            onChange={(isChecked) =>
              setScopes((given) =>
                isChecked ? [...given, scope] : given.filter((other) => other !== scope),
              )
            }
          />
        ))}
      </fieldset>
      <div className="flex flex-wrap gap-4">
        <div className="grid gap-1.5">
          <Label>{t("tokens.project")}</Label>
          <ChoiceSelect
            label={t("tokens.project")}
            value={projectId}
            choices={[ALL, ...names.keys()]}
            nameOf={(id) => names.get(id) ?? t("tokens.allProjects")}
            onChange={setProjectId}
            className="w-60"
          />
        </div>
        <div className="grid gap-1.5">
          <Label>{t("tokens.days")}</Label>
          <ChoiceSelect<(typeof DAYS)[number]>
            label={t("tokens.days")}
            value={days}
            choices={DAYS}
            nameOf={(choice) =>
              choice === "none" ? t("tokens.noEnd") : t("tokens.dayCount", { days: Number(choice) })
            }
            onChange={setDays}
            className="w-44"
          />
        </div>
      </div>
      <Button type="submit" variant="primary" className="justify-self-start" isPending={isPending}>
        {t("tokens.create")}
      </Button>
    </form>
  );
}

function ScopeBox({
  scope,
  isChecked,
  onChange,
}: {
  scope: TokenScope;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}) {
  const t = useTranslations("account");
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Checkbox
        id={id}
        checked={isChecked}
        // Every token reads.
        disabled={scope === "read"}
        onCheckedChange={(state) => onChange(state === true)}
        aria-describedby={`${id}-hint`}
        className="mt-0.5"
      />
      <div>
        <Label htmlFor={id}>{t(`tokens.scope.${scope}`)}</Label>
        <p id={`${id}-hint`} className="text-muted-foreground text-xs">
          {t(`tokens.scopeHint.${scope}`)}
        </p>
      </div>
    </div>
  );
}
