"use client";

import { Dices } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { ITEM_STATES, type ItemState, SPLITS, type Split } from "@/lib/annotation/item-state";
import { type ExportRequest, SPLIT_MODES } from "@/lib/api/exports";
import type { Format } from "@/lib/formats/format";
import type { MediaKind } from "@/lib/media/media";
import { Carries } from "./carries";

export type ExportFormat = Pick<Format, "id" | "name" | "carries">;
export type ExportLabel = { id: string; name: string; color: string; annotationCount: number };

const MAX_SEED = 0xffffffff;

type Props = {
  mediaKind: MediaKind;
  formats: readonly ExportFormat[];
  labels: readonly ExportLabel[];
  counts: Readonly<Record<ItemState, number>>;
  request: ExportRequest;
  onChange(change: Partial<ExportRequest>): void;
};

/** Which dataset to make. Every change is previewed at once. */
export function ExportOptions({ mediaKind, formats, labels, counts, request, onChange }: Props) {
  const t = useTranslations("data");
  const format = formats.find(({ id }) => id === request.format);
  return (
    <div className="grid content-start gap-5">
      <Group title={t("export.format")}>
        <RadioGroup
          aria-label={t("export.format")}
          value={request.format}
          onValueChange={(id) => onChange({ format: id })}
        >
          {formats.map(({ id, name }) => (
            <FormatChoice key={id} id={id} name={name} />
          ))}
        </RadioGroup>
        {format ? <Carries carries={format.carries} mediaKind={mediaKind} /> : null}
      </Group>
      <StateChoice {...{ counts, request, onChange }} />
      <LabelChoice {...{ labels, request, onChange }} />
      <SplitChoice {...{ request, onChange }} />
      <div className="grid gap-0.5">
        <Choice
          isChecked={request.hasMedia}
          onChange={(hasMedia) => onChange({ hasMedia })}
          name={t(`export.media.${mediaKind}`)}
        />
        <p className="pl-6 text-muted-foreground text-xs">{t(`export.mediaHint.${mediaKind}`)}</p>
      </div>
    </div>
  );
}

function FormatChoice({ id, name }: Pick<ExportFormat, "id" | "name">) {
  const controlId = useId();
  return (
    <div className="flex items-center gap-2">
      <RadioItem id={controlId} value={id} />
      <label htmlFor={controlId} className="select-none text-sm">
        {name}
      </label>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 justify-items-start gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">{title}</legend>
      {children}
    </fieldset>
  );
}

function StateChoice({
  counts,
  request,
  onChange,
}: Pick<Props, "counts" | "request" | "onChange">) {
  const t = useTranslations("data");
  const { states } = request;
  return (
    <Group title={t("export.states")}>
      <div className="grid grid-cols-2 gap-x-6 gap-y-1.5 sm:grid-cols-3">
        {ITEM_STATES.map((state) => (
          <Choice
            key={state}
            isChecked={states.includes(state)}
            onChange={(isChosen) =>
              onChange({
                states: ITEM_STATES.filter((each) =>
                  each === state ? isChosen : states.includes(each),
                ),
              })
            }
            name={t(`state.${state}`)}
            count={counts[state]}
          />
        ))}
      </div>
    </Group>
  );
}

function LabelChoice({
  labels,
  request,
  onChange,
}: Pick<Props, "labels" | "request" | "onChange">) {
  const t = useTranslations("data");
  const chosen = request.labelIds === null ? null : new Set(request.labelIds);
  return (
    <Group title={t("export.labels")}>
      <Choice
        isChecked={chosen === null}
        onChange={(isAll) => onChange({ labelIds: isAll ? null : [] })}
        name={t("export.allLabels")}
      />
      {chosen === null ? null : (
        <div className="grid max-h-48 w-full gap-1.5 overflow-y-auto rounded-md border p-2">
          {labels.map(({ id, name, color, annotationCount }) => (
            <Choice
              key={id}
              isChecked={chosen.has(id)}
              onChange={(isChosen) =>
                onChange({
                  labelIds: labels
                    .map((label) => label.id)
                    .filter((each) => (each === id ? isChosen : chosen.has(each))),
                })
              }
              name={name}
              color={color}
              count={annotationCount}
            />
          ))}
        </div>
      )}
    </Group>
  );
}

function SplitChoice({ request, onChange }: Pick<Props, "request" | "onChange">) {
  const t = useTranslations("data");
  const { splitMode, ratios, seed } = request;
  return (
    <Group title={t("export.split")}>
      <SegmentedControl
        label={t("export.split")}
        value={splitMode}
        onValueChange={(mode) => onChange({ splitMode: mode })}
        segments={SPLIT_MODES.map((mode) => ({
          value: mode,
          label: t(`export.splitMode.${mode}`),
        }))}
      />
      <p className="text-muted-foreground text-xs">{t(`export.splitHint.${splitMode}`)}</p>
      {splitMode === "ratio" ? (
        <div className="flex items-end gap-2">
          {SPLITS.map((split) => (
            <RatioField
              key={split}
              split={split}
              value={ratios[split]}
              onChange={(value) => onChange({ ratios: { ...ratios, [split]: value } })}
            />
          ))}
          <Field label={t("export.seed")} className="w-32">
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={String(seed)}
                onChange={({ target }) => onChange({ seed: toSeed(target.value) })}
              />
            )}
          </Field>
          <IconButton
            label={t("export.newSeed")}
            icon={<Dices />}
            onClick={() => onChange({ seed: Math.floor(Math.random() * 10_000) })}
          />
        </div>
      ) : null}
    </Group>
  );
}

function RatioField(props: { split: Split; value: number; onChange(value: number): void }) {
  const t = useTranslations("data");
  const { split, value, onChange } = props;
  return (
    <Field label={t(`split.${split}`)} className="w-16">
      {(control) => (
        <Input
          {...control}
          aria-label={t("export.ratio", { split: t(`split.${split}`) })}
          inputMode="numeric"
          value={String(value)}
          onChange={({ target }) => onChange(Math.min(100, toSeed(target.value)))}
        />
      )}
    </Field>
  );
}

function Choice(props: {
  isChecked: boolean;
  onChange(isChecked: boolean): void;
  name: string;
  color?: string;
  count?: number;
}) {
  const format = useFormatter();
  const { isChecked, onChange, name, color, count } = props;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is a button that a label may hold
    <label className="flex min-w-0 select-none items-center gap-2 text-sm">
      <Checkbox checked={isChecked} onCheckedChange={(value) => onChange(value === true)} />
      {color ? (
        <span
          aria-hidden="true"
          className="size-2.5 shrink-0 rounded-full"
          style={{ background: color }}
        />
      ) : null}
      <span className="truncate">{name}</span>
      {count === undefined ? null : (
        <span data-numeric className="text-muted-foreground text-xs">
          {format.number(count)}
        </span>
      )}
    </label>
  );
}

/** The digits of what was typed, as a number within bounds. */
function toSeed(text: string): number {
  return Math.min(MAX_SEED, Number(text.replaceAll(/\D+/g, "").slice(0, 10)));
}
