"use client";

import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { IMPORT_TARGETS, type ImportOptions } from "@/lib/api/imports";
import { MAX_SUGGESTION_TITLE } from "@/lib/api/suggestion-layers";

/** Whether annotations are taken for people's work or for suggestions, and what those are called. */
export function ImportTarget(props: {
  as: ImportOptions["as"];
  title: string;
  onAs(as: ImportOptions["as"]): void;
  /** While it is written. */
  onTitle(title: string): void;
  /** It is written: what would be done may be something else now. */
  onTitled(): void;
}) {
  const { as, title, onAs, onTitle, onTitled } = props;
  const t = useTranslations("data");
  return (
    <div className="grid gap-3">
      <div className="grid justify-items-start gap-1.5">
        <span className="font-medium text-sm">{t("import.as")}</span>
        <SegmentedControl
          label={t("import.as")}
          value={as}
          onValueChange={onAs}
          segments={IMPORT_TARGETS.map((value) => ({
            value,
            label: t(`import.asOption.${value}`),
          }))}
        />
        <p className="text-pretty text-muted-foreground text-xs">{t(`import.asHint.${as}`)}</p>
      </div>
      {as === "suggestions" ? (
        <Field label={t("import.suggestionTitle")} hint={t("import.suggestionTitleHint")}>
          {(control) => (
            <Input
              {...control}
              value={title}
              maxLength={MAX_SUGGESTION_TITLE}
              className="max-w-96"
              onChange={(event) => onTitle(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter") onTitled();
              }}
              onBlur={(event) => {
                // Whoever presses a button next has decided: it would move away under the hand.
                if (!(event.relatedTarget instanceof HTMLButtonElement)) onTitled();
              }}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
