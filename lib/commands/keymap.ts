import * as z from "zod/mini";

/**
 * Shortcuts as text: modifiers in the order mod, ctrl, alt, shift, then the key as
 * `KeyboardEvent.key` has it in lower case ("mod+shift+z", "arrowleft", "?"), with "space" and "plus"
 * for the two that would not be readable. `mod` is ⌘ on a Mac and Ctrl elsewhere; `ctrl` is the Mac's other one.
 */
export type Shortcut = string;
export type Platform = "mac" | "other";

/** The fields of a KeyboardEvent that count. */
export type KeyPress = {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

/** What a keymap needs of a command. */
export type Bound = { id: string; shortcuts: readonly Shortcut[] };
/** Command id → shortcuts; an empty list is a command without one. */
export type Rebindings = Readonly<Record<string, readonly Shortcut[]>>;
export const rebindingsSchema = z.record(
  z.string(),
  z.array(z.string().check(z.minLength(1), z.maxLength(40))),
);

/** Browsers keep these for themselves, so that a page never hears of them. */
const RESERVED = new Set([
  "mod+w",
  "mod+t",
  "mod+n",
  "mod+q",
  "mod+shift+n",
  "mod+shift+t",
  "mod+shift+w",
]);
const MODIFIER_KEYS = new Set([
  "control",
  "shift",
  "alt",
  "meta",
  "altgraph",
  "capslock",
  "dead",
  "process",
  "unidentified",
]);
const MODIFIERS = ["mod", "ctrl", "alt", "shift"] as const;
const KEY_NAMES: Readonly<Record<string, string>> = {
  " ": "space",
  "+": "plus",
  esc: "escape",
  del: "delete",
  left: "arrowleft",
  right: "arrowright",
  up: "arrowup",
  down: "arrowdown",
};

/** The one spelling of a shortcut, or null when it is none. */
export function normaliseShortcut(text: string): Shortcut | null {
  const parts = text
    .toLowerCase()
    .replace(/(^|\+)\+$/, "$1plus")
    .split("+");
  const last = parts.pop() ?? "";
  const key = KEY_NAMES[last] ?? last.trim();
  const held = new Set(parts.map((part) => part.trim()));
  if (key === "" || MODIFIER_KEYS.has(key) || MODIFIERS.some((modifier) => modifier === key))
    return null;
  if ([...held].some((part) => !MODIFIERS.some((modifier) => modifier === part))) return null;
  return [...MODIFIERS.filter((modifier) => held.has(modifier)), key].join("+");
}

/**
 * What a key press may mean, the most literal first. The character counts, so that "?" and "z" are
 * where the keyboard has them. The place of the key counts as well where the character is no help:
 * in scripts without Latin letters, for digits that need Shift (French), and where Alt makes "å" of "a".
 */
export function shortcutsOf(press: KeyPress, platform: Platform): Shortcut[] {
  const typed = KEY_NAMES[press.key.toLowerCase()] ?? press.key.toLowerCase();
  if (MODIFIER_KEYS.has(typed) && typed !== "dead") return [];
  const placed = keyAt(press.code);
  const isSymbol = press.key.length === 1 && !/[a-z0-9 ]/i.test(press.key);
  const held = {
    mod: platform === "mac" ? press.metaKey : press.ctrlKey,
    ctrl: platform === "mac" && press.ctrlKey,
    alt: press.altKey,
    shift: press.shiftKey,
  };
  const found = typed === "dead" ? [] : [join(held, typed)];
  if (isSymbol) {
    // Shift, or AltGr (which Windows reports as Ctrl and Alt), was needed to type it.
    found.push(join({ ...held, shift: false }, typed));
    const isAltGr = platform === "other" && press.ctrlKey && press.altKey;
    if (isAltGr) found.push(join({ mod: false, ctrl: false, alt: false, shift: false }, typed));
  }
  const isLatin = /^[\x20-\x7e]$/.test(press.key);
  const isPlaceBetter = placed !== null && (!isLatin || /[0-9]/.test(placed) || press.altKey);
  if (isPlaceBetter && (press.key.length === 1 || typed === "dead")) found.push(join(held, placed));
  return [...new Set(found)];
}

export type Conflict = { shortcut: Shortcut; commandId: string };
export type RebindResult =
  | { ok: true; rebindings: Rebindings }
  | { ok: false; reason: "invalid" | "reserved"; shortcut: Shortcut }
  | { ok: false; reason: "conflict"; shortcut: Shortcut; commandId: string };

export interface Keymap {
  /** The command that a key press asks for; null for none. */
  commandFor(press: KeyPress): string | null;
  shortcuts(commandId: string): readonly Shortcut[];
  /** Shortcuts that an earlier command already has; they do nothing for this one. */
  conflicts: readonly Conflict[];
}

/** Of two commands on one key the first in the list has it. Unreadable rebindings count as none. */
export function createKeymap(
  commands: readonly Bound[],
  rebindings: Rebindings,
  platform: Platform,
): Keymap {
  const byShortcut = new Map<Shortcut, string>();
  const byCommand = new Map<string, Shortcut[]>();
  const conflicts: Conflict[] = [];
  for (const { id, shortcuts } of commands) {
    const kept: Shortcut[] = [];
    for (const text of rebindings[id] ?? shortcuts) {
      const shortcut = normaliseShortcut(text);
      if (shortcut === null) continue;
      if (byShortcut.has(shortcut)) {
        conflicts.push({ shortcut, commandId: id });
        continue;
      }
      byShortcut.set(shortcut, id);
      kept.push(shortcut);
    }
    byCommand.set(id, kept);
  }
  return {
    commandFor(press) {
      for (const shortcut of shortcutsOf(press, platform)) {
        const id = byShortcut.get(shortcut);
        if (id !== undefined) return id;
      }
      return null;
    },
    shortcuts: (commandId) => byCommand.get(commandId) ?? [],
    conflicts,
  };
}

/** Gives a command other shortcuts. Refused, and nothing changed, when a key is taken or cannot be had. */
export function rebind(
  commands: readonly Bound[],
  rebindings: Rebindings,
  change: Bound,
): RebindResult {
  const wanted: Shortcut[] = [];
  for (const text of change.shortcuts) {
    const shortcut = normaliseShortcut(text);
    if (shortcut === null) return { ok: false, reason: "invalid", shortcut: text };
    if (RESERVED.has(shortcut)) return { ok: false, reason: "reserved", shortcut };
    const owner = commands.find(
      ({ id, shortcuts }) =>
        id !== change.id &&
        (rebindings[id] ?? shortcuts).some((taken) => normaliseShortcut(taken) === shortcut),
    );
    if (owner) return { ok: false, reason: "conflict", shortcut, commandId: owner.id };
    wanted.push(shortcut);
  }
  return { ok: true, rebindings: { ...rebindings, [change.id]: [...new Set(wanted)] } };
}

const MAC_SIGNS: Readonly<Record<string, string>> = { mod: "⌘", ctrl: "⌃", alt: "⌥", shift: "⇧" };
const OTHER_NAMES: Readonly<Record<string, string>> = {
  mod: "Ctrl",
  ctrl: "Ctrl",
  alt: "Alt",
  shift: "Shift",
};
const KEY_SIGNS: Readonly<Record<string, string>> = {
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
  enter: "⏎",
  escape: "Esc",
  backspace: "⌫",
  delete: "Del",
  pageup: "PgUp",
  pagedown: "PgDn",
  space: "Space",
  plus: "+",
  tab: "Tab",
};

/** The keys of a shortcut as a person reads them, one per key cap: ["Ctrl", "Z"] or ["⌘", "Z"]. */
export function shortcutKeys(shortcut: Shortcut, platform: Platform): string[] {
  const names = platform === "mac" ? MAC_SIGNS : OTHER_NAMES;
  return shortcut.split("+").map((part) => names[part] ?? KEY_SIGNS[part] ?? capitalised(part));
}

export function formatShortcut(shortcut: Shortcut, platform: Platform): string {
  return shortcutKeys(shortcut, platform).join(platform === "mac" ? "" : "+");
}

type Held = Record<(typeof MODIFIERS)[number], boolean>;

function join(held: Held, key: string): Shortcut {
  return [...MODIFIERS.filter((modifier) => held[modifier]), key].join("+");
}

/** The letter or digit that a US keyboard has at this place, or null. */
function keyAt(code: string): string | null {
  const match = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code);
  return match ? (match[1] ?? match[2] ?? "").toLowerCase() : null;
}

function capitalised(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}
