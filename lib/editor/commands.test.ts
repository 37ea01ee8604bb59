import { expect, test } from "vitest";
import { LABEL_HOTKEYS, type Label } from "@/lib/annotation/label";
import { COMMAND_GROUPS } from "@/lib/commands/command";
import { createKeymap, normaliseShortcut } from "@/lib/commands/keymap";
import english from "@/messages/en/commands.json";
import spanish from "@/messages/es/commands.json";
import { COMMANDS_OF, editorCommands } from "./commands";
import { EDITOR_KINDS } from "./media-part";

const labels = LABEL_HOTKEYS.map((hotkey, position): Label => {
  return {
    id: `l${position}`,
    name: hotkey,
    color: "#112233",
    hotkey,
    geometries: ["box"],
    position,
  };
});

test.each(EDITOR_KINDS)("%s: no two commands share a key, nor an id", (kind) => {
  const commands = editorCommands(kind, labels);
  expect(createKeymap(commands, {}, "other").conflicts).toEqual([]);
  expect(createKeymap(commands, {}, "mac").conflicts).toEqual([]);
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
});

test("every default shortcut is spelled the one way", () => {
  for (const { shortcuts } of Object.values(COMMANDS_OF).flat()) {
    for (const shortcut of shortcuts) expect(normaliseShortcut(shortcut)).toBe(shortcut);
  }
});

test("every command and group has its words in both languages, and both have the same keys", () => {
  const keys = EDITOR_KINDS.flatMap((kind) => editorCommands(kind, labels)).map(
    ({ title }) => title,
  );
  const groups = COMMAND_GROUPS.map((group) => `groups.${group}`);
  for (const catalogue of [english, spanish]) {
    const known = keysOf(catalogue);
    expect([...keys, ...groups].filter((key) => !known.includes(key))).toEqual([]);
  }
  expect(keysOf(spanish)).toEqual(keysOf(english));
});

function keysOf(node: object, prefix = ""): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? keysOf(value, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );
}
