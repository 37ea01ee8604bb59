import { expect, test } from "vitest";
import {
  createKeymap,
  formatShortcut,
  type KeyPress,
  normaliseShortcut,
  rebind,
  shortcutsOf,
} from "./keymap";

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}
const commands = [
  { id: "undo", shortcuts: ["mod+z"] },
  { id: "redo", shortcuts: ["mod+shift+z", "mod+y"] },
  { id: "box", shortcuts: ["b"] },
  { id: "help", shortcuts: ["?"] },
  { id: "zoomIn", shortcuts: ["plus"] },
  { id: "label", shortcuts: ["1"] },
  { id: "fit", shortcuts: ["shift+1"] },
  { id: "front", shortcuts: ["]"] },
];
const other = createKeymap(commands, {}, "other");
const mac = createKeymap(commands, {}, "mac");

test("one spelling for each shortcut", () => {
  expect(normaliseShortcut("Shift+Mod+Z")).toBe("mod+shift+z");
  expect(normaliseShortcut("mod++")).toBe("mod+plus");
  expect(normaliseShortcut("+")).toBe("plus");
  expect(normaliseShortcut("Esc")).toBe("escape");
  expect(normaliseShortcut("mod+")).toBeNull();
  expect(normaliseShortcut("hyper+z")).toBeNull();
  expect(normaliseShortcut("shift")).toBeNull();
});

test("mod is Ctrl, or ⌘ on a Mac", () => {
  expect(other.commandFor(press("z", { ctrlKey: true, code: "KeyZ" }))).toBe("undo");
  expect(mac.commandFor(press("z", { metaKey: true, code: "KeyZ" }))).toBe("undo");
  expect(mac.commandFor(press("z", { ctrlKey: true, code: "KeyZ" }))).toBeNull();
  expect(other.commandFor(press("Z", { ctrlKey: true, shiftKey: true, code: "KeyZ" }))).toBe(
    "redo",
  );
});

test("a held modifier alone is nothing", () => {
  expect(shortcutsOf(press("Shift", { shiftKey: true, code: "ShiftLeft" }), "other")).toEqual([]);
});

test("signs are where the keyboard has them", () => {
  expect(other.commandFor(press("?", { shiftKey: true, code: "Slash" }))).toBe("help");
  expect(other.commandFor(press("?", { shiftKey: true, code: "Minus" }))).toBe("help");
  expect(other.commandFor(press("+", { code: "BracketRight" }))).toBe("zoomIn");
  expect(other.commandFor(press("+", { shiftKey: true, code: "Equal" }))).toBe("zoomIn");
  expect(other.commandFor(press("]", { ctrlKey: true, altKey: true, code: "Digit9" }))).toBe(
    "front",
  );
});

test("German z is where the keyboard says z", () => {
  expect(other.commandFor(press("z", { ctrlKey: true, code: "KeyY" }))).toBe("undo");
  expect(other.commandFor(press("y", { ctrlKey: true, code: "KeyZ" }))).toBe("redo");
});

test("French digits need no Shift, Cyrillic letters are where the Latin ones would be", () => {
  expect(other.commandFor(press("&", { code: "Digit1" }))).toBe("label");
  expect(other.commandFor(press("1", { shiftKey: true, code: "Digit1" }))).toBe("fit");
  expect(other.commandFor(press("!", { shiftKey: true, code: "Digit1" }))).toBe("fit");
  expect(other.commandFor(press("и", { code: "KeyB" }))).toBe("box");
});

test("of two commands on one key the first has it, and the other is told", () => {
  const keymap = createKeymap([...commands, { id: "bus", shortcuts: ["B"] }], {}, "other");
  expect(keymap.commandFor(press("b", { code: "KeyB" }))).toBe("box");
  expect(keymap.shortcuts("bus")).toEqual([]);
  expect(keymap.conflicts).toEqual([{ shortcut: "b", commandId: "bus" }]);
});

test("rebinding gives other keys and frees the old ones", () => {
  const result = rebind(commands, {}, { id: "box", shortcuts: ["R"] });
  expect(result).toEqual({ ok: true, rebindings: { box: ["r"] } });
  const keymap = createKeymap(commands, result.ok ? result.rebindings : {}, "other");
  expect(keymap.commandFor(press("r", { code: "KeyR" }))).toBe("box");
  expect(keymap.commandFor(press("b", { code: "KeyB" }))).toBeNull();
});

test("a taken, reserved or unreadable key is refused with the reason", () => {
  expect(rebind(commands, {}, { id: "box", shortcuts: ["mod+Z"] })).toEqual({
    ok: false,
    reason: "conflict",
    shortcut: "mod+z",
    commandId: "undo",
  });
  expect(rebind(commands, {}, { id: "box", shortcuts: ["mod+w"] })).toMatchObject({
    reason: "reserved",
  });
  expect(rebind(commands, {}, { id: "box", shortcuts: ["mod+"] })).toMatchObject({
    reason: "invalid",
  });
  expect(rebind(commands, { undo: ["u"] }, { id: "box", shortcuts: ["mod+z"] }).ok).toBe(true);
});

test("shortcuts are shown as the system writes them", () => {
  expect(formatShortcut("mod+shift+z", "mac")).toBe("⌘⇧Z");
  expect(formatShortcut("mod+shift+z", "other")).toBe("Ctrl+Shift+Z");
  expect(formatShortcut("shift+arrowleft", "other")).toBe("Shift+←");
  expect(formatShortcut("plus", "other")).toBe("+");
});
