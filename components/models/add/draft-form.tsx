"use client";

import { useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { controlClasses, Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Textarea } from "@/components/ui/textarea";
import type { MediaKind } from "@/lib/media/media";
import type { ModelAdapter } from "@/lib/models/adapter";
import { findAdapter } from "@/lib/models/adapters";
import type { TensorInfo } from "@/lib/models/model-io";
import { type PictureOptions, RESIZE_MODES } from "@/lib/models/model-options";
import { adaptersFor, type Draft, parseClasses, withAdapter } from "./own-model";

type Props = {
  draft: Draft;
  adapter: ModelAdapter;
  mediaKind: MediaKind;
  onChange(draft: Draft): void;
};

/** What a file says of itself, and what it does not say. */
export function DraftForm({ draft, adapter, mediaKind, onChange }: Props) {
  const t = useTranslations("models.add");
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <div className="grid content-start gap-4">
      <Io draft={draft} />
      <Field
        label={t("family")}
        aside={draft.isSure ? <Badge variant="success">{t("recognised")}</Badge> : t("guess")}
      >
        {(control) => (
          <select
            {...control}
            className={cn(controlClasses, "h-8 px-2")}
            value={draft.adapterId}
            onChange={({ target }) => {
              const next = findAdapter(target.value);
              const file = Object.values(draft.files)[0];
              if (next && file) set({ ...withAdapter(draft, next, file), isSure: false });
            }}
          >
            {adaptersFor(mediaKind).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.unused?.map((output) => (
        <Notice key={output}>{t(`unused.${output}`)}</Notice>
      ))}
      <ExtraFiles {...{ draft, adapter }} onChange={set} />
      <Classes draft={draft} onChange={(classes) => set({ classes })} />
      {draft.options.picture ? (
        <Picture
          picture={draft.options.picture}
          onChange={(picture) => set({ options: { ...draft.options, picture } })}
        />
      ) : null}
      <div className="grid grid-cols-2 gap-3">
        <Field label={t("name")}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              onChange={({ target }) => set({ name: target.value })}
            />
          )}
        </Field>
        <Field label={t("version")}>
          {(control) => (
            <Input
              {...control}
              value={draft.version}
              onChange={({ target }) => set({ version: target.value })}
            />
          )}
        </Field>
        <Field label={t("licence")}>
          {(control) => (
            <Input
              {...control}
              value={draft.licence}
              onChange={({ target }) => set({ licence: target.value })}
            />
          )}
        </Field>
        <Field label={t("provenance")}>
          {(control) => (
            <Input
              {...control}
              value={draft.provenance}
              onChange={({ target }) => set({ provenance: target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}

function Io({ draft: { io } }: { draft: Draft }) {
  const t = useTranslations("models.add");
  const shape = ({ name, type, dims }: TensorInfo) =>
    `${name}: ${type}[${dims.map((dim) => dim ?? "?").join(", ")}]`;
  return (
    <details className="rounded-md border px-3 py-2 text-xs">
      <summary className="cursor-default text-muted-foreground">
        {t("io", { inputs: io.inputs.length, outputs: io.outputs.length })}
        {io.opset === null ? null : ` · opset ${io.opset}`}
        {io.producer === "" ? null : ` · ${io.producer}`}
      </summary>
      <ul className="mt-2 grid gap-1 break-all font-mono">
        {io.inputs.map((info) => (
          <li key={info.name}>→ {shape(info)}</li>
        ))}
        {io.outputs.map((info) => (
          <li key={info.name}>← {shape(info)}</li>
        ))}
      </ul>
    </details>
  );
}

/** Second files that have words; others are called by their role. */
const EXTRA_FILES = ["rec", "dictionary", "tokenizer"] as const;

function ExtraFiles(props: {
  draft: Draft;
  adapter: ModelAdapter;
  onChange(change: Partial<Draft>): void;
}) {
  const { draft, adapter, onChange } = props;
  const t = useTranslations("models.add");
  const wanted = [
    ...adapter.roles.slice(1).map((role) => ({ role, kind: "files" as const, accept: ".onnx" })),
    ...adapter.assets.map((role) => ({ role, kind: "assets" as const, accept: ".json,.txt" })),
  ];
  const nameOf = (role: string) => {
    const known = EXTRA_FILES.find((name) => name === role);
    return known ? t(`extra.${known}`) : role;
  };
  return wanted.map(({ role, kind, accept }) => (
    <Field key={role} label={nameOf(role)}>
      {(control) => (
        <input
          {...control}
          type="file"
          accept={accept}
          className="text-sm"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) onChange({ [kind]: { ...draft[kind], [role]: file } });
          }}
        />
      )}
    </Field>
  ));
}

function Classes({
  draft,
  onChange,
}: {
  draft: Draft;
  onChange(classes: readonly string[]): void;
}) {
  const t = useTranslations("models.add");
  const format = useFormatter();
  const [text, setText] = useState(() => draft.classes.join("\n"));
  const { classes, classCount } = draft;
  const isWrong = classCount !== null && classes.length !== classCount;
  return (
    <Field
      label={t("classes")}
      aside={
        classCount === null
          ? format.number(classes.length)
          : t("classesOf", { given: classes.length, wanted: classCount })
      }
      hint={t("classesHint")}
      error={isWrong ? t("classesWrong", { given: classes.length, wanted: classCount }) : null}
    >
      {(control) => (
        <Textarea
          {...control}
          rows={5}
          className="font-mono text-xs"
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            onChange(parseClasses(target.value));
          }}
        />
      )}
    </Field>
  );
}

const TRIPLES = ["mean", "std"] as const;

function Picture(props: { picture: PictureOptions; onChange(picture: PictureOptions): void }) {
  const { picture, onChange } = props;
  const t = useTranslations("models.add");
  const id = useId();
  const set = (change: Partial<PictureOptions>) => onChange({ ...picture, ...change });
  return (
    <details className="rounded-md border px-3 py-2">
      <summary className="cursor-default text-muted-foreground text-xs">{t("picture")}</summary>
      <div className="mt-3 grid grid-cols-2 gap-3 text-sm">
        <Field label={t("resize")}>
          {(control) => (
            <select
              {...control}
              className={cn(controlClasses, "h-8 px-2")}
              value={picture.resize}
              onChange={({ target }) => {
                const resize = RESIZE_MODES.find((mode) => mode === target.value);
                if (resize) set({ resize });
              }}
            >
              {RESIZE_MODES.map((mode) => (
                <option key={mode} value={mode}>
                  {t(`mode.${mode}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("channels")}>
          {(control) => (
            <select
              {...control}
              className={cn(controlClasses, "h-8 px-2")}
              value={picture.channels}
              onChange={({ target }) => set({ channels: target.value === "bgr" ? "bgr" : "rgb" })}
            >
              <option value="rgb">RGB</option>
              <option value="bgr">BGR</option>
            </select>
          )}
        </Field>
        <NumberField
          label={t("width")}
          value={picture.width}
          onChange={(width) => set({ width })}
        />
        <NumberField
          label={t("height")}
          value={picture.height}
          onChange={(height) => set({ height })}
        />
        <NumberField
          label={t("scale")}
          value={picture.scale}
          onChange={(scale) => set({ scale })}
        />
        <NumberField label={t("fill")} value={picture.fill} onChange={(fill) => set({ fill })} />
        {TRIPLES.map((name) => (
          <fieldset key={name} className="col-span-2 grid gap-1.5">
            <legend className="mb-1.5 font-medium text-sm">{t(name)}</legend>
            <div className="grid grid-cols-3 gap-2">
              {picture[name].map((value, channel) => (
                <Input
                  // biome-ignore lint/suspicious/noArrayIndexKey: a channel is its place
                  key={channel}
                  id={`${id}-${name}-${channel}`}
                  aria-label={`${t(name)} ${channel + 1}`}
                  type="number"
                  step="any"
                  value={value}
                  onChange={({ target }) => {
                    const next: [number, number, number] = [...picture[name]];
                    next[channel] = Number(target.value);
                    set({ [name]: next });
                  }}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <Notice className="mt-3">{t("pictureHint")}</Notice>
    </details>
  );
}

function NumberField(props: { label: string; value: number; onChange(value: number): void }) {
  const { label, value, onChange } = props;
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="number"
          step="any"
          value={value}
          onChange={({ target }) => {
            const next = Number(target.value);
            if (target.value !== "" && Number.isFinite(next)) onChange(next);
          }}
        />
      )}
    </Field>
  );
}
