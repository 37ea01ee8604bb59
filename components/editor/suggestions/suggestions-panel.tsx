"use client";

import { Eye, EyeOff, Sparkles } from "lucide-react";
import { useTranslations } from "use-intl";
import { useStore } from "zustand";
import { CommandButton } from "@/components/editor/command-button";
import { useEditor, usePreferences, useSession } from "@/components/editor/editor-context";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { keepFocus } from "@/components/editor/keep-focus";
import { useEditorCommand } from "@/components/editor/use-editor-command";
import { Button } from "@/components/ui/button";
import { ChoiceSelect } from "@/components/ui/choice-select";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { Tooltip } from "@/components/ui/tooltip";
import { LayerComparison } from "./layer-comparison";
import { LayerControls } from "./layer-controls";
import { modelRuns } from "./model-run";
import { RunProgress } from "./run-progress";
import { SuggestionList } from "./suggestion-list";
import { useChosenModel } from "./use-chosen-model";

/** What models suggest for the item: run one, say from which score on it counts, and decide. */
export function SuggestionsPanel({ className }: { className?: string }) {
  const t = useTranslations("suggestions");
  const editor = useEditor();
  const { project } = useEditorPage();
  const chosen = useChosenModel(project.id);
  const { models, error, isPending, retry } = chosen;
  const layers = useSession((state) => state.suggestions.layers);
  useSession((state) => state.suggestions.revision);
  const isShown = usePreferences((state) => state.showSuggestions);
  const isManager = project.role === "manager";
  const hasNothing = models.length === 0 && layers.length === 0;
  if (hasNothing && !error && (isPending || !isManager)) return null;
  const open = editor.suggestions.open();
  return (
    <section
      aria-label={t("title")}
      className={cn(
        "flex flex-col gap-2 overflow-y-auto border-t py-2",
        className,
        // Layers that are compared need room of their own above the list.
        layers.length > 1 && "max-h-[48dvh]",
      )}
    >
      <header className="flex h-7 shrink-0 items-center gap-1 px-3">
        <h2 className="font-medium text-sm">{t("title")}</h2>
        {layers.length === 0 ? null : (
          <>
            <p data-numeric role="status" className="ml-1 text-muted-foreground text-xs">
              {isShown ? t("open", { count: open.length }) : t("hidden")}
            </p>
            <CommandButton
              command="suggestions.toggle"
              icon={isShown ? <Eye /> : <EyeOff />}
              side="top"
              size="icon-sm"
              className="ml-auto"
            />
          </>
        )}
      </header>
      {error && models.length === 0 ? (
        <Notice variant="warning" className="mx-3">
          <p className="text-pretty">{t("noModels")}</p>
          <Button size="sm" className="mt-1" onClick={retry}>
            {t("retry")}
          </Button>
        </Notice>
      ) : null}
      {hasNothing && !error ? (
        <p className="text-pretty px-3 text-muted-foreground text-xs">
          {t("none")}{" "}
          <a href={`/projects/${project.id}/models`} className="text-primary-text underline">
            {t("choose")}
          </a>
        </p>
      ) : null}
      {editor.isReadOnly ? null : <Runner {...chosen} />}
      {layers.length === 0 ? null : (
        <>
          <ul aria-label={t("layers")} className="grid gap-1.5 px-3">
            {layers.map(({ layerId }) => (
              <LayerControls key={layerId} layerId={layerId} models={models} />
            ))}
          </ul>
          <LayerComparison />
          {isShown ? <SuggestionList suggestions={open} /> : null}
        </>
      )}
    </section>
  );
}

/** What is run by the key, and how far it is. */
function Runner({ models, model, choose }: ReturnType<typeof useChosenModel>) {
  const t = useTranslations("suggestions");
  const { suggestions } = useEditor();
  const choices = models.map(({ version }) => version.id);
  const value = model?.version.id;
  if (value === undefined) return null;
  const nameOf = (id: string) => {
    const version = models.find((each) => each.version.id === id)?.version;
    return version ? `${version.name} ${version.version}` : id;
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-3">
      <div className="flex gap-1.5">
        {choices.length > 1 ? (
          <ChoiceSelect
            label={t("model")}
            value={value}
            choices={choices}
            nameOf={nameOf}
            onChange={choose}
            className="h-7 min-w-0 flex-1 text-xs"
          />
        ) : (
          <p className="min-w-0 flex-1 self-center truncate text-xs" title={nameOf(value)}>
            {nameOf(value)}
          </p>
        )}
        <RunButton />
      </div>
      <RunProgress onRetry={suggestions.run} />
    </div>
  );
}

function RunButton() {
  const t = useTranslations("suggestions");
  const { title, shortcut, isEnabled, run } = useEditorCommand("suggestions.run");
  const isRunning = useStore(modelRuns.store, ({ phase }) =>
    ["loading", "running", "saving"].includes(phase.kind),
  );
  return (
    <Tooltip content={title} shortcut={shortcut} side="top">
      <Button
        size="sm"
        icon={<Sparkles aria-hidden="true" />}
        isPending={isRunning}
        disabled={!isEnabled}
        onMouseDown={keepFocus}
        onClick={run}
      >
        {t("run")}
      </Button>
    </Tooltip>
  );
}
