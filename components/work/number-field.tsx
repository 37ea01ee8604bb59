"use client";

import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** A number in a range, written as text until it is one; `value` null stands for an empty field. */
export function NumberField({
  label,
  hint,
  text,
  min,
  max,
  step = 1,
  placeholder,
  isWrong,
  onChange,
}: {
  label: string;
  hint?: string;
  text: string;
  min: number;
  max: number;
  step?: number;
  placeholder?: string;
  isWrong: boolean;
  onChange(text: string): void;
}) {
  const t = useTranslations("work.settings");
  return (
    <Field label={label} hint={hint} error={isWrong ? t("wrong", { min, max }) : null}>
      {(control) => (
        <Input
          {...control}
          type="number"
          inputMode="decimal"
          min={min}
          max={max}
          step={step}
          value={text}
          className="w-32"
          {...(placeholder === undefined ? {} : { placeholder })}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
