"use client";

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { ListedLabel } from "@/components/labels/label-list";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import type { MediaKind } from "@/lib/media/media";

/** A pasted list of labels with a preview of what it will become. */
export function LabelListField({
  value,
  onValueChange,
  list,
  mediaKind,
  error,
  aside,
}: {
  value: string;
  onValueChange: (text: string) => void;
  /** `value` as read. */
  list: readonly ListedLabel[];
  /** Whose labels are given as an example. */
  mediaKind: MediaKind;
  error?: string | null;
  aside?: ReactNode;
}) {
  const t = useTranslations("labels");
  const format = useFormatter();
  const added = list.filter(({ problem }) => problem === null).length;
  const refused = list.length - added;
  return (
    <div className="grid gap-2">
      <Field label={t("list.label")} hint={t("list.hint")} error={error} aside={aside}>
        {(control) => (
          <Textarea
            {...control}
            name="labels"
            rows={5}
            spellCheck={false}
            placeholder={t(`list.placeholder.${mediaKind}`)}
            value={value}
            onChange={(event) => onValueChange(event.target.value)}
            className="resize-y"
          />
        )}
      </Field>
      <div aria-live="polite" className="text-xs">
        {list.length === 0 ? null : (
          <p data-numeric className="text-muted-foreground">
            {t("list.count", { count: added, shown: format.number(added) })}
            {refused === 0 ? null : (
              <span className="text-warning-foreground">
                {" · "}
                {t("list.refused", { count: refused })}
              </span>
            )}
          </p>
        )}
      </div>
      {list.length === 0 ? null : (
        <ul
          aria-label={t("list.preview")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long preview is scrolled by keys
          tabIndex={0}
          className="flex max-h-36 flex-wrap gap-1.5 overflow-y-auto rounded-md"
        >
          {list.map((label, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name may be there twice
            <li key={`${index} ${label.name}`}>
              <LabelChip label={label} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function LabelChip({ label }: { label: ListedLabel }) {
  const t = useTranslations("labels");
  const { problem } = label;
  return (
    <span
      title={problem === null ? label.name : t(`list.${problem}`)}
      className={cn(
        "inline-flex h-7 max-w-64 items-center gap-1.5 rounded-md border bg-card px-2 text-xs",
        problem !== null && "border-dashed bg-warning-soft text-warning-foreground",
      )}
    >
      {problem === null ? (
        <span
          aria-hidden="true"
          style={{ backgroundColor: label.color }}
          className="size-3 shrink-0 rounded-sm"
        />
      ) : (
        <TriangleAlert aria-hidden="true" className="size-3 shrink-0" />
      )}
      <span className="truncate">{label.name}</span>
      {problem === null ? null : <span className="shrink-0">{t(`list.${problem}Short`)}</span>}
      {label.hotkey === null ? null : <Kbd shortcut={label.hotkey} />}
    </span>
  );
}
