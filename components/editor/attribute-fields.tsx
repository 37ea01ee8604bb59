"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import type { Annotation, AttributeValue } from "@/lib/annotation/annotation";
import type { AttributeSpec } from "@/lib/annotation/label";
import { attributePatch } from "@/lib/editor/edit";
import { useEditor, useSession } from "./editor-context";

const FIELD = cn(controlClasses, "h-7 px-1.5 text-xs");

/** What the label asks of each of its annotations. An empty field takes the attribute away. */
export function AttributeFields({
  annotation,
  isDisabled,
}: {
  annotation: Annotation;
  isDisabled: boolean;
}) {
  const labels = useSession((state) => state.labels);
  const specs = labels.get(annotation.labelId)?.attributes ?? [];
  if (specs.length === 0) return null;
  return (
    <div className="grid max-h-40 gap-1.5 overflow-y-auto">
      {specs.map((spec) => (
        <AttributeField
          key={`${annotation.id} ${spec.name}`}
          {...{ annotation, spec, isDisabled }}
        />
      ))}
    </div>
  );
}

type FieldProps = { annotation: Annotation; spec: AttributeSpec; isDisabled: boolean };

function AttributeField({ annotation, spec, isDisabled }: FieldProps) {
  const t = useTranslations("editor.inspector");
  const editor = useEditor();
  const id = useId();
  const value = annotation.attributes[spec.name];
  const set = (next: AttributeValue | null) =>
    editor.commit(
      attributePatch(editor.document.current(), [annotation.id], {
        name: spec.name,
        value: next,
      }),
    );
  return (
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-center gap-2 text-muted-foreground text-xs">
      <label htmlFor={id} className="truncate" title={spec.name}>
        {spec.name}
      </label>
      {spec.kind === "choice" || spec.kind === "yes-no" ? (
        <select
          id={id}
          disabled={isDisabled}
          className={FIELD}
          value={value === undefined ? "" : String(value)}
          onChange={(event) => {
            const chosen = event.target.value;
            if (chosen === "") set(null);
            else set(spec.kind === "yes-no" ? chosen === "true" : chosen);
          }}
        >
          <option value="">–</option>
          {optionsOf(spec, value).map((option) => (
            <option key={option} value={option}>
              {spec.kind === "yes-no" ? t(option === "true" ? "yes" : "no") : option}
            </option>
          ))}
        </select>
      ) : (
        <TypedField
          id={id}
          isNumber={spec.kind === "number"}
          isDisabled={isDisabled}
          value={value === undefined ? "" : String(value)}
          onChange={set}
        />
      )}
    </div>
  );
}

/** Also a value that is none of them any more: it is shown until another is chosen. */
function optionsOf(spec: AttributeSpec, value: AttributeValue | undefined): string[] {
  const options = spec.kind === "choice" ? spec.options : ["true", "false"];
  const shown = value === undefined ? "" : String(value);
  return shown === "" || options.includes(shown) ? [...options] : [shown, ...options];
}

/** Confirmed by Enter or by leaving; Esc forgets. */
function TypedField(props: {
  id: string;
  isNumber: boolean;
  isDisabled: boolean;
  value: string;
  onChange(value: AttributeValue | null): void;
}) {
  const { id, isNumber, isDisabled, value, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);

  function commitTyped(): void {
    const text = typed?.trim();
    setTyped(null);
    if (text === undefined || text === value) return;
    if (text === "") {
      onChange(null);
      return;
    }
    const number = Number(text.replace(",", "."));
    if (!isNumber) onChange(text);
    else if (Number.isFinite(number)) onChange(number);
  }

  return (
    <input
      id={id}
      dir="auto"
      inputMode={isNumber ? "decimal" : "text"}
      maxLength={10_000}
      disabled={isDisabled}
      className={FIELD}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commitTyped}
      onKeyDown={(event) => {
        if (event.key === "Enter") commitTyped();
        if (event.key !== "Escape") return;
        setTyped(null);
        event.currentTarget.blur();
      }}
    />
  );
}
