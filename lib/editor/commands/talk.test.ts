import { expect, test } from "vitest";
import { createKeymap, normaliseShortcut } from "@/lib/commands/keymap";
import english from "@/messages/en/commands.json";
import spanish from "@/messages/es/commands.json";
import { COMMANDS_OF } from "../commands";
import { EDITOR_KINDS } from "../media-part";
import { TALK_COMMANDS } from "./talk";

test.each(EDITOR_KINDS)("%s: comments take no other command's key", (kind) => {
  const commands = [...COMMANDS_OF[kind], ...TALK_COMMANDS];
  expect(createKeymap(commands, {}, "other").conflicts).toEqual([]);
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
});

test("their keys are spelled the one way, their titles are in both languages", () => {
  for (const { shortcuts, title } of TALK_COMMANDS) {
    for (const shortcut of shortcuts) expect(normaliseShortcut(shortcut)).toBe(shortcut);
    const name = title.replace("item.", "");
    for (const catalogue of [english, spanish]) expect(Object.keys(catalogue.item)).toContain(name);
  }
});
