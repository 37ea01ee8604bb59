"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { SectionHeader } from "@/components/settings/section-header";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { Field, Label } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { QUEUE_ORDERS, REVIEW_ORDERS, type Workflow } from "@/lib/annotation/workflow";
import { apiFetch } from "@/lib/api/client";
import { NumberField } from "./number-field";
import {
  type NumberName,
  RANGES,
  toForm,
  toWorkflow,
  type WorkflowForm,
  wrongNumbers,
} from "./workflow-form";

type Parts = {
  form: WorkflowForm;
  set(change: Partial<WorkflowForm>): void;
  number(
    name: NumberName,
    label: string,
    more?: { hint?: string; placeholder?: string },
  ): ReactNode;
};

/** How a project's work is divided, reviewed, measured and merged. */
export function WorkflowSettings({
  projectId,
  workflow,
}: {
  projectId: string;
  workflow: Workflow;
}) {
  const t = useTranslations("work.settings");
  const router = useRouter();
  const errorMessage = useErrorMessage();
  const [form, setForm] = useState(() => toForm(workflow));
  const [saved, setSaved] = useState(form);
  const [isPending, setIsPending] = useState(false);
  const wrong = wrongNumbers(form);
  const isChanged = JSON.stringify(form) !== JSON.stringify(saved);
  const set = (change: Partial<WorkflowForm>) => setForm((before) => ({ ...before, ...change }));

  async function save(event: FormEvent) {
    event.preventDefault();
    if (wrong.size > 0 || !isChanged) return;
    setIsPending(true);
    try {
      const body = toWorkflow(form);
      await apiFetch(`/api/v1/projects/${projectId}/workflow`, { method: "PATCH", body });
      // Reasons are shown as they were kept.
      setForm(toForm(body));
      setSaved(toForm(body));
      router.refresh();
      toast.success(t("saved"));
    } catch (error) {
      toast.error(errorMessage(error));
    } finally {
      setIsPending(false);
    }
  }

  const parts: Parts = {
    form,
    set,
    number: (name, label, more = {}) => (
      <NumberField
        label={label}
        text={form[name]}
        isWrong={wrong.has(name)}
        step={name === "overlap" ? 0.1 : 1}
        {...RANGES[name]}
        {...more}
        onChange={(text) => set({ [name]: text })}
      />
    ),
  };
  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <SectionHeader
        title={t("title")}
        description={t("description")}
        actions={
          <Button
            type="submit"
            variant="primary"
            disabled={wrong.size > 0 || !isChanged}
            isPending={isPending}
          >
            {t("save")}
          </Button>
        }
      />
      <div className="grid gap-6">
        <HandingPanel {...parts} />
        <ReviewPanel {...parts} />
        <GoldPanel {...parts} />
        <MergePanel {...parts} />
      </div>
    </form>
  );
}

function HandingPanel({ form, set, number }: Parts) {
  const t = useTranslations("work.settings.handing");
  const overlap = Number(form.overlap);
  const whole = Math.floor(overlap);
  const isKnown = overlap >= 1 && overlap <= 10;
  const share = isKnown ? String(Math.round((overlap - whole) * 100)) : "0";
  return (
    <Panel title={t("title")} bodyClassName="grid gap-5">
      <Choice label={t("order")}>
        <ChoiceSelect
          label={t("order")}
          value={form.order}
          choices={QUEUE_ORDERS}
          nameOf={(order) => t(`orders.${order}`)}
          onChange={(order) => set({ order })}
          className="w-72"
        />
      </Choice>
      {number("overlap", t("overlap"), {
        ...(isKnown ? { hint: t("overlapHint", { overlap, whole, share }) } : {}),
      })}
      <SwitchRow
        label={t("picking")}
        hint={t("pickingHint")}
        isOn={form.isPickingAllowed}
        onChange={(isPickingAllowed) => set({ isPickingAllowed })}
      />
      {number("leaseMinutes", t("lease"), { hint: t("leaseHint") })}
      {number("itemLimit", t("limit"), { placeholder: t("noLimit") })}
      <Lines
        label={t("skipReasons")}
        hint={t("reasonsHint")}
        text={form.skipReasons}
        onChange={(skipReasons) => set({ skipReasons })}
      />
    </Panel>
  );
}

function ReviewPanel({ form, set, number }: Parts) {
  const t = useTranslations("work.settings.review");
  return (
    <Panel title={t("title")} bodyClassName="grid gap-5">
      {number("reviewShare", t("share"), { hint: t("shareHint") })}
      <Choice label={t("order")}>
        <ChoiceSelect
          label={t("order")}
          value={form.reviewOrder}
          choices={REVIEW_ORDERS}
          nameOf={(order) => t(`orders.${order}`)}
          onChange={(reviewOrder) => set({ reviewOrder })}
          className="w-72"
        />
      </Choice>
      <Lines
        label={t("rejectReasons")}
        hint={t("rejectHint")}
        text={form.rejectReasons}
        onChange={(rejectReasons) => set({ rejectReasons })}
      />
    </Panel>
  );
}

function GoldPanel({ form, set, number }: Parts) {
  const t = useTranslations("work.settings.gold");
  return (
    <Panel title={t("title")} bodyClassName="grid gap-5">
      <p className="max-w-[80ch] text-pretty text-muted-foreground">{t("about")}</p>
      {number("goldShare", t("share"))}
      <SwitchRow
        label={t("answer")}
        isOn={form.isAnswerShown}
        onChange={(isAnswerShown) => set({ isAnswerShown })}
      />
      <SwitchRow
        label={t("training")}
        hint={t("trainingHint")}
        isOn={form.hasTraining}
        onChange={(hasTraining) => set({ hasTraining })}
      />
      {form.hasTraining ? (
        <div className="flex flex-wrap gap-6">
          {number("trainingItems", t("items"))}
          {number("trainingPassAt", t("passAt"))}
        </div>
      ) : null}
    </Panel>
  );
}

function MergePanel({ form, set, number }: Parts) {
  const t = useTranslations("work.settings.merge");
  return (
    <Panel title={t("title")} bodyClassName="grid gap-5">
      <SwitchRow
        label={t("automatic")}
        isOn={form.isAutomatic}
        onChange={(isAutomatic) => set({ isAutomatic })}
      />
      <SwitchRow
        label={t("weighted")}
        isOn={form.isWeighted}
        onChange={(isWeighted) => set({ isWeighted })}
      />
      {number("iou", t("iou"), { hint: t("iouHint") })}
      {number("quorum", t("quorum"), { hint: t("quorumHint") })}
      {number("minAgreement", t("minAgreement"))}
    </Panel>
  );
}

/** A control that names itself, under its words. */
function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <Label aria-hidden="true">{label}</Label>
      {children}
    </div>
  );
}

function SwitchRow({
  label,
  hint,
  isOn,
  onChange,
}: {
  label: string;
  hint?: string;
  isOn: boolean;
  onChange(isOn: boolean): void;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Switch
        id={id}
        checked={isOn}
        onCheckedChange={onChange}
        {...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` })}
      />
      <div className="grid gap-0.5">
        <Label htmlFor={id}>{label}</Label>
        {hint === undefined ? null : (
          <p id={`${id}-hint`} className="text-muted-foreground text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

function Lines(props: { label: string; hint: string; text: string; onChange(text: string): void }) {
  return (
    <Field label={props.label} hint={props.hint} className="max-w-lg">
      {(control) => (
        <Textarea
          {...control}
          rows={3}
          value={props.text}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
