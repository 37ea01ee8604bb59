"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { NO_REBINDINGS, rebindings } from "@/components/shell/bindings";
import { readPlatform, usePlatform } from "@/components/ui/kbd";
import type { Command, CommandGroup, Press } from "@/lib/commands/command";
import { createKeymap, type Keymap, shortcutsOf } from "@/lib/commands/keymap";

/** A command with its context already in it, so that the palette need not know the page. */
export interface BoundCommand {
  id: string;
  group: CommandGroup;
  title: string;
  titleValues: Readonly<Record<string, string>>;
  shortcuts: readonly string[];
  isEnabled(): boolean;
  isActive(): boolean;
  run(press?: Press): void | Promise<void>;
}

/** What lies over the page: one at a time. */
export type Overlay = "palette" | "help" | null;

interface Registry {
  getCommands(): readonly BoundCommand[];
  getOverlay(): Overlay;
  setOverlay(overlay: Overlay): void;
  /** Returns the function that takes them away again. */
  add(commands: readonly BoundCommand[]): () => void;
  subscribe(listener: () => void): () => void;
}

const NO_COMMANDS: readonly BoundCommand[] = [];

const RegistryContext = createContext<Registry | null>(null);

export function CommandProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createRegistry);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isCovered = registry.getOverlay() !== null;
      runByShortcut(registry.getCommands(), { event, isCovered });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/**
 * Makes commands available while the calling component is mounted: in the palette, the help
 * sheet and by their shortcuts. Keep `commands` stable (a module constant); `context` may
 * change at every render, the newest one is used. On one shortcut the latest mounted wins.
 */
export function useCommands<C>(commands: readonly Command<C>[], context: C): void {
  const registry = useRegistry();
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  useEffect(
    () =>
      registry.add(
        commands.map((command) => ({
          id: command.id,
          group: command.group,
          title: command.title,
          titleValues: command.titleValues ?? {},
          shortcuts: command.shortcuts,
          isEnabled: () => command.isEnabled?.(latest.current) ?? true,
          isActive: () => command.isActive?.(latest.current) ?? false,
          run: (press) => command.run(latest.current, press),
        })),
      ),
    [registry, commands],
  );
}

/** Everything registered now, the page's own commands first. */
export function useActiveCommands(): readonly BoundCommand[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.getCommands, () => NO_COMMANDS);
}

export function useOverlay(): [Overlay, (overlay: Overlay) => void] {
  const registry = useRegistry();
  const overlay = useSyncExternalStore<Overlay>(
    registry.subscribe,
    registry.getOverlay,
    () => null,
  );
  return [overlay, registry.setOverlay];
}

/** Which key does what now: the defaults of the active commands and the person's changes. */
export function useKeymap(): Keymap {
  const commands = useActiveCommands();
  const chosen = useRebindings();
  const platform = usePlatform();
  return useMemo(() => createKeymap(commands, chosen, platform), [commands, chosen, platform]);
}

export function useRebindings() {
  return useSyncExternalStore(rebindings.subscribe, rebindings.get, () => NO_REBINDINGS);
}

function useRegistry(): Registry {
  const registry = useContext(RegistryContext);
  if (registry === null) throw new Error("CommandProvider is missing above this component.");
  return registry;
}

function createRegistry(): Registry {
  const listeners = new Set<() => void>();
  let sets: readonly (readonly BoundCommand[])[] = [];
  let commands = NO_COMMANDS;
  let overlay: Overlay = null;

  function publish() {
    // The latest set first; of two commands with one id the latest stands.
    const byId = new Map<string, BoundCommand>();
    for (const command of sets.toReversed().flat()) {
      if (!byId.has(command.id)) byId.set(command.id, command);
    }
    commands = [...byId.values()];
    for (const listener of listeners) listener();
  }

  return {
    getCommands: () => commands,
    getOverlay: () => overlay,
    setOverlay(next) {
      overlay = next;
      for (const listener of listeners) listener();
    },
    add(added) {
      sets = [...sets, added];
      publish();
      return () => {
        sets = sets.filter((set) => set !== added);
        publish();
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** `isCovered`: the palette or the help was asked for. Until it is there, what is typed is meant for it already. */
function runByShortcut(
  commands: readonly BoundCommand[],
  { event, isCovered }: { event: KeyboardEvent; isCovered: boolean },
): void {
  if (event.defaultPrevented || event.isComposing) return;
  const shortcuts = shortcutsOf(event, readPlatform());
  const isOwnedElsewhere =
    isCovered || shortcuts.some((shortcut) => belongsToControl(event.target, shortcut));
  // The palette opens from anywhere; the rest would surprise someone who types.
  const possible = commands.filter(
    (command) =>
      command.isEnabled() &&
      (!isOwnedElsewhere || (command.group === "app" && (event.ctrlKey || event.metaKey))),
  );
  const id = createKeymap(possible, rebindings.get(), readPlatform()).commandFor(event);
  const command = possible.find((candidate) => candidate.id === id);
  if (command === undefined) return;
  event.preventDefault();
  void command.run({ isRepeat: event.repeat });
}

/** Is the key meant for what has the focus: a field, an open menu or dialog, a button's press? */
function belongsToControl(target: EventTarget | null, shortcut: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("input, textarea, select") !== null) return true;
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) {
    return true;
  }
  if (shortcut === "enter" || shortcut === "space") {
    return target.closest('button, a[href], summary, [role="button"], [role="tab"]') !== null;
  }
  return (
    shortcut.includes("arrow") &&
    target.closest('[role="slider"], [role="radiogroup"], [role="tablist"], [role="separator"]') !==
      null
  );
}
