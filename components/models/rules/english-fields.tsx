import { useId } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { ENGLISH_KINDS } from "@/lib/models/rules/text-rule";
import type { RulesForm } from "./rules-form";
import { RulesSection } from "./rules-section";

/** Which kinds of English names and values are looked for, and what their classes are called. */
export function EnglishFields(props: {
  english: RulesForm["english"];
  /** Id of a list of names that classes may well have. */
  namesId: string;
  onChange(english: RulesForm["english"]): void;
}) {
  const { english, namesId, onChange } = props;
  const t = useTranslations("models.rules.english");
  const id = useId();
  return (
    <RulesSection title={t("title")} hint={t("hint")}>
      <ul className="grid gap-1.5">
        {ENGLISH_KINDS.map((kind) => {
          const { isOn, name } = english[kind];
          const set = (change: Partial<RulesForm["english"][typeof kind]>) =>
            onChange({ ...english, [kind]: { isOn, name, ...change } });
          return (
            <li key={kind} className="flex h-8 items-center gap-2">
              <Checkbox
                id={`${id}-${kind}`}
                checked={isOn}
                onCheckedChange={(next) => set({ isOn: next === true })}
              />
              <label htmlFor={`${id}-${kind}`} className="min-w-0 flex-1 truncate text-sm">
                {t(kind)}
              </label>
              {isOn ? (
                <Input
                  className="w-40"
                  aria-label={t("class", { kind: t(kind) })}
                  aria-invalid={name.trim() === "" ? true : undefined}
                  list={namesId}
                  maxLength={200}
                  value={name}
                  onChange={({ target }) => set({ name: target.value })}
                />
              ) : null}
            </li>
          );
        })}
      </ul>
    </RulesSection>
  );
}
