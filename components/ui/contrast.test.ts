import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const AA_TEXT = 4.5;
const AA_CONTROL = 3;

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const light = tokensOf(/:root \{([^}]*)\}/);
const THEMES = { light, dark: new Map([...light, ...tokensOf(/\n\.dark \{([^}]*)\}/)]) };

const STATES = ["new", "in-progress", "submitted", "accepted", "rejected", "skipped"];
const SURFACES = ["background", "card", "popover", "muted", "accent"];

const TEXT_PAIRS: [string, string][] = [
  ...SURFACES.flatMap((surface): [string, string][] => [
    ["foreground", surface],
    ["muted-foreground", surface],
  ]),
  ["subtle-foreground", "background"],
  ["subtle-foreground", "card"],
  ["muted-foreground", "secondary"],
  ["secondary-foreground", "secondary"],
  ["primary-foreground", "primary"],
  ["primary-foreground", "primary-hover"],
  ["primary-foreground", "danger"],
  ["primary-foreground", "danger-hover"],
  ["primary-text", "card"],
  ["primary-text", "background"],
  ["primary-text", "primary-soft"],
  ["foreground", "primary-soft"],
  ...["success", "warning", "danger", "info"].flatMap((tone): [string, string][] => [
    [`${tone}-foreground`, `${tone}-soft`],
    [`${tone}-foreground`, "card"],
    [`${tone}-foreground`, "popover"],
  ]),
  ...STATES.flatMap((state): [string, string][] => [
    [`state-${state}`, `state-${state}-soft`],
    [`state-${state}`, "card"],
  ]),
];

const CONTROL_PAIRS: [string, string][] = [
  ["input", "card"],
  ["ring", "background"],
  ["ring", "card"],
  ["primary", "card"],
];

describe.each(Object.entries(THEMES))("the %s theme", (_, tokens) => {
  it.each(TEXT_PAIRS)("%s on %s can be read", (text, surface) => {
    expect(contrast(tokens, text, surface)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it.each(CONTROL_PAIRS)("%s against %s can be seen", (line, surface) => {
    expect(contrast(tokens, line, surface)).toBeGreaterThanOrEqual(AA_CONTROL);
  });
});

function tokensOf(block: RegExp): Map<string, string> {
  const body = block.exec(css)?.[1] ?? "";
  return new Map(
    Array.from(body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g), ([, name = "", hex = ""]) => [
      name,
      hex,
    ]),
  );
}

/** WCAG 2 contrast ratio, 1 to 21. */
function contrast(tokens: Map<string, string>, a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(tokens, a), luminance(tokens, b)].sort(
    (x, y) => y - x,
  );
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(tokens: Map<string, string>, name: string): number {
  const hex = tokens.get(name);
  if (hex === undefined) throw new Error(`No token --${name}`);
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
