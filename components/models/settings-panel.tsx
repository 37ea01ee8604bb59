"use client";

import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Slider } from "@/components/ui/slider";
import { toast } from "@/components/ui/toast";
import type { ModelSettings, ProjectModel } from "@/lib/api/models";
import type { ModelAdapter } from "@/lib/models/adapter";
import { RESIZE_MODES } from "@/lib/models/model-options";
import { type ClassTarget, classesOf, targetsOf } from "./mapping";
import { MappingTable } from "./mapping-table";
import { useMapping } from "./use-mapping";

const RESIZE_CHOICES = ["as-model", ...RESIZE_MODES] as const;

/** What the project makes of a model: its labels, thresholds, and how pictures go in. */
export function SettingsPanel(props: {
  projectId: string;
  model: ProjectModel;
  adapter: ModelAdapter;
  onPut(settings: ModelSettings): Promise<boolean>;
}) {
  const { projectId, model, adapter, onPut } = props;
  const { version } = model;
  const t = useTranslations("models.settings");
  const tAdd = useTranslations("models.add");
  const errorMessage = useErrorMessage();
  const { labels, resolve } = useMapping(projectId, adapter);
  const classes = classesOf(adapter, version.classes);
  const [settings, setSettings] = useState(model.settings);
  const [targets, setTargets] = useState<readonly ClassTarget[]>(() =>
    targetsOf(classes, model.settings.mapping),
  );
  const [isChanged, setChanged] = useState(false);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const set = (change: Partial<ModelSettings>) => {
    setSettings((before) => ({ ...before, ...change }));
    setChanged(true);
  };

  async function save() {
    setPending(true);
    setError(null);
    try {
      const mapping = await resolve(classes, targets);
      if (await onPut({ ...settings, mapping })) {
        setTargets(targetsOf(classes, mapping));
        setChanged(false);
        toast.success(t("saved"));
      }
    } catch (cause) {
      setError(cause);
    } finally {
      setPending(false);
    }
  }

  const { options } = version;
  return (
    <Panel
      title={t("title")}
      actions={
        <Button
          size="sm"
          variant="primary"
          disabled={!isChanged}
          isPending={isPending}
          onClick={() => void save()}
        >
          {t("save")}
        </Button>
      }
    >
      <div className="grid gap-6">
        {error === null ? null : <Notice variant="danger">{errorMessage(error)}</Notice>}
        <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
          <ShareSlider
            label={t("threshold")}
            hint={t("thresholdHint")}
            value={settings.threshold}
            onChange={(threshold) => set({ threshold })}
          />
          <ShareSlider
            label={t("minScore")}
            hint={t("minScoreHint")}
            value={settings.minScore ?? options.minScore}
            onChange={(minScore) => set({ minScore })}
          />
          {options.iouThreshold === null ? null : (
            <ShareSlider
              label={t("iou")}
              hint={t("iouHint")}
              value={settings.iouThreshold ?? options.iouThreshold}
              onChange={(iouThreshold) => set({ iouThreshold })}
            />
          )}
          {options.picture ? (
            <Field label={tAdd("resize")} hint={t("resizeHint")}>
              {() => (
                <ChoiceSelect
                  label={tAdd("resize")}
                  value={settings.resize ?? "as-model"}
                  choices={RESIZE_CHOICES}
                  nameOf={(mode) => (mode === "as-model" ? t("asModel") : tAdd(`mode.${mode}`))}
                  onChange={(mode) => set({ resize: mode === "as-model" ? null : mode })}
                  className="w-full"
                />
              )}
            </Field>
          ) : null}
        </div>
        {labels === null ? (
          <Skeleton className="h-64" />
        ) : (
          <MappingTable
            {...{ classes, targets, labels }}
            onChange={(next) => {
              setTargets(next);
              setChanged(true);
            }}
          />
        )}
      </div>
    </Panel>
  );
}

function ShareSlider(props: {
  label: string;
  hint: string;
  value: number;
  onChange(value: number): void;
}) {
  const { label, hint, value, onChange } = props;
  const format = useFormatter();
  return (
    <Field
      label={label}
      hint={hint}
      aside={<span data-numeric>{format.number(value, { minimumFractionDigits: 2 })}</span>}
    >
      {() => (
        <Slider
          label={label}
          min={0}
          max={1}
          step={0.01}
          value={[value]}
          onValueChange={([next = 0]) => onChange(next)}
        />
      )}
    </Field>
  );
}
