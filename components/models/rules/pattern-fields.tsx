import { Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { READY_PATTERNS } from "@/lib/models/rules/patterns";
import { MAX_PATTERN_LENGTH } from "@/lib/models/rules/text-rule";
import { type PatternRow, patternProblem, patternRow } from "./rules-form";
import { RulesSection } from "./rules-section";

const READY = ["email", "url", "phone", "number"] as const;

/** Patterns, each with the name of its class, checked while they are typed. */
export function PatternFields(props: {
  patterns: readonly PatternRow[];
  namesId: string;
  onChange(patterns: readonly PatternRow[]): void;
}) {
  const { patterns, namesId, onChange } = props;
  const t = useTranslations("models.rules.patterns");
  return (
    <RulesSection title={t("title")} hint={t("hint")}>
      {patterns.length === 0 ? (
        <p className="text-muted-foreground text-sm">{t("none")}</p>
      ) : (
        <ul className="grid gap-3">
          {patterns.map((row, index) => (
            <PatternField
              key={row.key}
              {...{ row, namesId }}
              number={index + 1}
              onChange={(next) => onChange(patterns.map((each) => (each === row ? next : each)))}
              onRemove={() => onChange(patterns.filter((each) => each !== row))}
            />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-1.5">
        <Button
          size="sm"
          icon={<Plus />}
          disabled={patterns.length >= 100}
          onClick={() => onChange([...patterns, patternRow({})])}
        >
          {t("add")}
        </Button>
        {READY.map((id) => (
          <Button
            key={id}
            size="sm"
            variant="ghost"
            icon={<Plus />}
            disabled={patterns.length >= 100}
            onClick={() => {
              const pattern = READY_PATTERNS.find((each) => each.id === id)?.pattern ?? "";
              onChange([...patterns, patternRow({ name: t(`ready.${id}`), pattern })]);
            }}
          >
            {t(`ready.${id}`)}
          </Button>
        ))}
      </div>
    </RulesSection>
  );
}

function PatternField(props: {
  row: PatternRow;
  /** From 1. */
  number: number;
  namesId: string;
  onChange(row: PatternRow): void;
  onRemove(): void;
}) {
  const { row, number, namesId, onChange, onRemove } = props;
  const t = useTranslations("models.rules.patterns");
  const id = useId();
  const found = patternProblem(row);
  // Nobody is told of what they are about to write.
  const problem =
    found === null || found.problem === "empty"
      ? ""
      : t(`problems.${found.problem}`, { detail: found.detail });
  const isNameless = row.name.trim() === "" && row.pattern !== "";
  const said = [isNameless ? t("nameMissing") : "", problem].filter((part) => part !== "");
  const described = said.length > 0 ? { "aria-describedby": `${id}-problem` } : {};
  return (
    <li className="grid gap-1.5">
      <div className="flex items-center gap-1.5">
        <Input
          className="w-36 shrink-0"
          aria-label={t("class", { number })}
          aria-invalid={isNameless ? true : undefined}
          {...described}
          list={namesId}
          maxLength={200}
          value={row.name}
          onChange={({ target }) => onChange({ ...row, name: target.value })}
        />
        <Input
          className="font-mono text-xs"
          aria-label={t("pattern", { number })}
          aria-invalid={problem === "" ? undefined : true}
          {...described}
          spellCheck={false}
          autoCapitalize="none"
          maxLength={MAX_PATTERN_LENGTH}
          value={row.pattern}
          onChange={({ target }) => onChange({ ...row, pattern: target.value })}
        />
        <IconButton
          size="icon-sm"
          label={t("remove", { number })}
          icon={<Trash2 />}
          onClick={onRemove}
        />
      </div>
      <div className="flex items-center gap-2 text-xs">
        <Checkbox
          id={`${id}-case`}
          checked={row.ignoresCase}
          onCheckedChange={(next) => onChange({ ...row, ignoresCase: next === true })}
        />
        <label htmlFor={`${id}-case`}>{t("ignoreCase")}</label>
      </div>
      {said.length > 0 ? (
        <p id={`${id}-problem`} className="text-danger-foreground text-xs" role="status">
          {said.join(" ")}
        </p>
      ) : null}
    </li>
  );
}
