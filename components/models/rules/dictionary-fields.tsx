import { RefreshCw } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { LETTER_CASES } from "@/lib/models/rules/text-rule";
import type { RulesForm } from "./rules-form";
import { RulesSection } from "./rules-section";
import type { useDictionary } from "./use-dictionary";

/** What was learned from submitted texts, and how it is used. */
export function DictionaryFields(props: {
  form: RulesForm;
  dictionary: ReturnType<typeof useDictionary>;
  onChange(change: Partial<RulesForm>): void;
}) {
  const { form, dictionary, onChange } = props;
  const t = useTranslations("models.rules.dictionary");
  const id = useId();
  return (
    <RulesSection title={t("title")} hint={t("hint")}>
      <div className="flex min-h-8 items-center gap-2">
        <Checkbox
          id={id}
          checked={form.usesDictionary}
          onCheckedChange={(next) => onChange({ usesDictionary: next === true })}
        />
        <label htmlFor={id} className="text-sm">
          {t("use")}
        </label>
      </div>
      {form.usesDictionary ? (
        <>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p role="status" className="min-w-0 text-sm" data-numeric>
              {dictionary.isLearning ? t("learning") : <Learned {...dictionary} />}
            </p>
            <Button
              size="sm"
              icon={<RefreshCw />}
              isPending={dictionary.isLearning}
              onClick={dictionary.learn}
            >
              {t("again")}
            </Button>
          </div>
          {dictionary.hasFailed ? <Notice variant="danger">{t("failed")}</Notice> : null}
          <div className="grid grid-cols-2 gap-3">
            <Field label={t("minCount")} aside={t("times")}>
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  min={1}
                  max={1_000}
                  value={form.minCount}
                  onChange={({ target }) => {
                    const next = Math.floor(Number(target.value));
                    if (next >= 1 && next <= 1_000) onChange({ minCount: next });
                  }}
                />
              )}
            </Field>
            <div className="grid content-start gap-1.5">
              <span aria-hidden="true" className="font-medium text-sm">
                {t("letterCase")}
              </span>
              <ChoiceSelect
                label={t("letterCase")}
                value={form.letterCase}
                choices={LETTER_CASES}
                nameOf={(choice) => t(`case.${choice}`)}
                onChange={(letterCase) => onChange({ letterCase })}
                className="h-8 w-full"
              />
            </div>
          </div>
        </>
      ) : null}
    </RulesSection>
  );
}

function Learned(dictionary: ReturnType<typeof useDictionary>) {
  const t = useTranslations("models.rules.dictionary");
  const { entries, texts, version } = dictionary;
  if (texts !== null) return t("learned", { words: entries.length, texts });
  return version === null ? null : t("known", { words: entries.length, version });
}
