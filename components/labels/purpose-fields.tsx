"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { type Label, MAX_LABEL_NAME } from "@/lib/annotation/label";
import type { MediaKind } from "@/lib/media/media";
import { type Purpose, purposeOf, usesOf, wordOf } from "./label-use";

/** What labels are for, and for classes under which question and how many of them. */
export function PurposeFields({
  value,
  onChange,
  mediaKind,
  labels,
}: {
  value: Purpose;
  onChange: (purpose: Purpose) => void;
  mediaKind: MediaKind;
  /** Whose questions are offered. */
  labels: readonly Label[];
}) {
  const t = useTranslations("labels");
  const listId = useId();
  const { use, question, kind } = value;
  const uses = usesOf(mediaKind);
  return (
    <div className="grid gap-4">
      <Field label={t("use.title")} hint={t(`use.hint.${wordOf(use, mediaKind)}`)}>
        {(control) => (
          <Select
            value={use}
            onValueChange={(next) => {
              const chosen = uses.find((each) => each === next);
              if (chosen) onChange({ ...value, use: chosen });
            }}
          >
            <SelectTrigger {...control}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {uses.map((each) => (
                <SelectItem key={each} value={each}>
                  {t(`use.name.${wordOf(each, mediaKind)}`)}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
      </Field>
      {use === "class" || use === "answer" ? (
        <Field
          label={t("use.question")}
          hint={t(use === "class" ? "use.questionHint" : "use.answerHint")}
        >
          {(control) => (
            <>
              <Input
                {...control}
                list={listId}
                autoComplete="off"
                maxLength={MAX_LABEL_NAME}
                value={question}
                onChange={({ target }) => onChange({ ...value, question: target.value })}
              />
              <datalist id={listId}>
                {questionsIn(labels, use).map((each) => (
                  <option key={each} value={each} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      ) : null}
      {use === "class" ? (
        <SegmentedControl
          label={t("use.howMany")}
          value={kind}
          onValueChange={(next) => onChange({ ...value, kind: next })}
          segments={(["one", "many"] as const).map((each) => ({
            value: each,
            label: t(`use.kind.${each}`),
          }))}
          className="justify-self-start"
        />
      ) : null}
    </div>
  );
}

function questionsIn(labels: readonly Label[], use: "class" | "answer"): string[] {
  const asked = labels.map(purposeOf).filter((each) => each.use === use && each.question !== "");
  return [...new Set(asked.map(({ question }) => question))];
}
