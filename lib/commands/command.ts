/**
 * One object feeds the button, the menu, the palette, the shortcut and the help sheet.
 * `C` is what the command works on: the editor, the items view, or nothing (`void`).
 */
export interface Command<C = void> {
  /** Stable, dotted: "edit.undo". Rebindings are stored under it. */
  id: string;
  group: CommandGroup;
  /** Key in the "commands" catalogue; the title shown everywhere. */
  title: string;
  /** What the title's placeholders stand for: people's own words, such as a label's name. */
  titleValues?: Readonly<Record<string, string>>;
  /**
   * Default shortcuts in the notation of keymap.ts: "mod+z", "shift+arrowleft", "b". `mod` is
   * Ctrl, or ⌘ on a Mac. Empty for commands that only the palette offers.
   */
  shortcuts: readonly string[];
  /** Is it possible now? Disabled in menus and ignored as a shortcut otherwise. Default: always. */
  isEnabled?(context: C): boolean;
  /** For toggles: shown with a tick. */
  isActive?(context: C): boolean;
  run(context: C, press?: Press): void | Promise<void>;
}

/** How a shortcut was pressed; absent when a button or the palette ran the command. */
export type Press = { isRepeat: boolean };

export const COMMAND_GROUPS = [
  "navigate",
  "tools",
  "edit",
  "selection",
  "labels",
  "suggestions",
  "view",
  "item",
  "app",
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];
