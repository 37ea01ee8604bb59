"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useRebindings } from "@/components/shell/command-registry";
import { useCommandTitle } from "@/components/shell/use-command-title";
import { runCommand } from "@/lib/commands/run-command";
import { useEditor } from "./editor-context";
import { useEditorPage } from "./editor-page-context";
import { useEditorMedia } from "./media/editor-media";

const ENABLED = 1;
const ACTIVE = 2;

/**
 * A command of the editor as a button or a menu shows it. Its state is asked of the command itself
 * after every change of the editor, so that it is never a step behind the keys.
 */
export function useEditorCommand(id: string) {
  const editor = useEditor();
  const { shell } = useEditorPage();
  const titleOf = useCommandTitle();
  const rebindings = useRebindings();
  const command = useEditorMedia().commands.find((candidate) => candidate.id === id);
  if (!command) throw new Error(`There is no command ${id}.`);
  const context = useMemo(() => ({ editor, shell }), [editor, shell]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [editor.session, editor.preferences, editor.history, editor.document].map(
        (store) => store.subscribe(listener),
      );
      return () => {
        for (const end of ends) end();
      };
    },
    [editor],
  );
  const read = () =>
    (command.isEnabled?.(context) === false ? 0 : ENABLED) |
    (command.isActive?.(context) ? ACTIVE : 0);
  const state = useSyncExternalStore(subscribe, read, read);
  return {
    title: titleOf(command),
    shortcut: (rebindings[id] ?? command.shortcuts)[0],
    isEnabled: (state & ENABLED) !== 0,
    /** Undefined for commands that are no toggles. */
    isActive: command.isActive ? (state & ACTIVE) !== 0 : undefined,
    run: () => void runCommand(command, context),
  };
}
