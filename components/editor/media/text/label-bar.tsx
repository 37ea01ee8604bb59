"use client";

import { useTranslations } from "use-intl";
import { useSession } from "@/components/editor/editor-context";
import { useEditorPage } from "@/components/editor/editor-page-context";
import { keepFocus } from "@/components/editor/keep-focus";
import { useRebindings } from "@/components/shell/command-registry";
import { runCommand } from "@/lib/commands/run-command";
import { labelCommands } from "@/lib/editor/commands/labels";
import { labelTakes } from "@/lib/editor/label-takes";
import { useTextEditor } from "./use-text-editor";

/** More are in the panel, with a search. */
const MAX_SHOWN = 24;

/** The labels that are meant now, near the text: for the finger, and to see the keys at a glance. */
export function LabelBar() {
  const t = useTranslations("text");
  const editor = useTextEditor();
  const { shell } = useEditorPage();
  const rebindings = useRebindings();
  const labels = useSession((state) => state.labels);
  const activeId = useSession((state) => state.activeLabelId);
  const kinds = useSession(() => editor.labelKinds?.());
  const shown = labels.list
    .filter((label) => kinds?.some((kind) => labelTakes(label, kind)))
    .slice(0, MAX_SHOWN);
  if (editor.isReadOnly || shown.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and its own box
    <div
      role="group"
      aria-label={t("labels")}
      className="flex h-10 shrink-0 items-center gap-1 overflow-x-auto border-b bg-card px-2"
    >
      {labelCommands(shown).map((command) => {
        const { label } = command;
        const key = rebindings[command.id]?.[0] ?? label.hotkey;
        return (
          <button
            key={label.id}
            type="button"
            aria-pressed={labelTakes(label, "interval") ? label.id === activeId : undefined}
            onMouseDown={keepFocus}
            onClick={() => void runCommand(command, { editor, shell })}
            className="flex h-7 max-w-48 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs hover:bg-accent aria-pressed:bg-primary-soft aria-pressed:font-medium"
          >
            <span
              aria-hidden="true"
              className="size-2.5 shrink-0 rounded-sm"
              style={{ backgroundColor: label.color }}
            />
            <span className="truncate">{label.name}</span>
            {key === null ? null : (
              <span aria-hidden="true" className="text-muted-foreground">
                {key.toUpperCase()}
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
