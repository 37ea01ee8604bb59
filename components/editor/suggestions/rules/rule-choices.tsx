"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { useStore } from "zustand";
import { useSession } from "@/components/editor/editor-context";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { controlClasses } from "@/components/ui/input";
import { FINDS, labelOf, ruleStore, spanLabels } from "./rule-settings";

/** What is looked for without a model, and under which label each of it is suggested. */
export function RuleChoices({ projectId }: { projectId: string }) {
  const t = useTranslations("suggestions.rules");
  const id = useId();
  const store = ruleStore(projectId);
  const settings = useStore(store);
  const labels = useSession((state) => state.labels.list);
  const offered = spanLabels(labels);
  return (
    <details className="text-xs">
      <summary className="cursor-pointer text-muted-foreground">{t("choose")}</summary>
      <p className="mt-1 text-pretty text-muted-foreground">{t("about")}</p>
      <div className="mt-1.5 flex h-6 items-center gap-2">
        <Checkbox
          id={id}
          checked={settings.usesDictionary}
          onCheckedChange={(next) => store.setState({ usesDictionary: next === true })}
        />
        <label htmlFor={id}>{t("dictionary")}</label>
      </div>
      <div className="grid gap-1">
        {FINDS.map((find) => (
          <label key={find} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">{t(`find.${find}`)}</span>
            <select
              className={cn(controlClasses, "h-6 w-32 px-1 text-xs")}
              value={labelOf(settings, find, labels) ?? ""}
              onChange={({ target }) =>
                store.setState({
                  labels: { ...settings.labels, [find]: target.value === "" ? null : target.value },
                })
              }
            >
              <option value="">{t("off")}</option>
              {offered.map(({ id: labelId, name }) => (
                <option key={labelId} value={labelId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </details>
  );
}
