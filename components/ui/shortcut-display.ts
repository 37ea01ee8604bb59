const NAMES: Readonly<Record<string, { apple: string; other: string }>> = {
  mod: { apple: "⌘", other: "Ctrl" },
  ctrl: { apple: "⌃", other: "Ctrl" },
  meta: { apple: "⌘", other: "Meta" },
  alt: { apple: "⌥", other: "Alt" },
  shift: { apple: "⇧", other: "Shift" },
  arrowleft: { apple: "←", other: "←" },
  arrowright: { apple: "→", other: "→" },
  arrowup: { apple: "↑", other: "↑" },
  arrowdown: { apple: "↓", other: "↓" },
  enter: { apple: "⏎", other: "⏎" },
  escape: { apple: "Esc", other: "Esc" },
  backspace: { apple: "⌫", other: "⌫" },
  delete: { apple: "Del", other: "Del" },
  tab: { apple: "⇥", other: "Tab" },
  space: { apple: "␣", other: "␣" },
  pageup: { apple: "PgUp", other: "PgUp" },
  pagedown: { apple: "PgDn", other: "PgDn" },
  home: { apple: "Home", other: "Home" },
  end: { apple: "End", other: "End" },
  plus: { apple: "+", other: "+" },
};

/** "mod+shift+z" → ["Ctrl", "Shift", "Z"], or ["⌘", "⇧", "Z"] on a Mac. */
export function displayShortcut(shortcut: string, isApple: boolean): string[] {
  return splitKeys(shortcut).map((key) => {
    const name = NAMES[key.toLowerCase()];
    if (name !== undefined) return isApple ? name.apple : name.other;
    return key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1);
  });
}

export function isApplePlatform(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

/** Splits at "+", which may itself be the key: "mod++" → ["mod", "+"]. */
function splitKeys(shortcut: string): string[] {
  if (shortcut === "+") return ["+"];
  if (shortcut.endsWith("++")) return [...splitKeys(shortcut.slice(0, -2)), "+"];
  return shortcut.split("+").filter((key) => key !== "");
}
