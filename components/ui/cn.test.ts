import fs from "node:fs";
import path from "node:path";
import { twMerge } from "tailwind-merge";
import { describe, expect, it } from "vitest";
import { cn } from "./cn";

describe("cn", () => {
  it("takes strings, lists and conditions", () => {
    expect(cn("a", ["b", false], { c: true, d: false }, undefined)).toBe("a b c");
  });

  it("lets the later class win, each under its own conditions", () => {
    expect(cn("px-2 h-8 hover:h-9", "h-7")).toBe("px-2 hover:h-9 h-7");
    expect(cn("pl-2 pt-1", "px-4")).toBe("pt-1 px-4");
    expect(cn("px-4", "pl-2")).toBe("px-4 pl-2");
  });

  // tailwind-merge knows all of Tailwind, in 9 kB that every page would load; `cn` knows what is used here.
  it("does with any two classes of the sources what tailwind-merge does", () => {
    const known = [...classesIn(["app", "components"])].filter((name) => isKnown(name));
    expect(known.length).toBeGreaterThan(500);
    const different: string[] = [];
    for (const first of known) {
      for (const second of known) {
        if (first === second || conditionsOf(first) !== conditionsOf(second)) continue;
        const both = `${first} ${second}`;
        if (cn(both) !== twMerge(both)) different.push(`${both} → ${twMerge(both)}`);
      }
    }
    expect(different).toEqual([]);
  });
});

/** All words of the texts in the sources, classes among them. */
function classesIn(folders: readonly string[]): Set<string> {
  const words = new Set<string>();
  for (const folder of folders) {
    for (const file of fs.readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!/(?<!\.test)\.tsx?$/.test(file) || file === path.join("ui", "cn.ts")) continue;
      const source = fs.readFileSync(path.join(folder, file), "utf8");
      for (const [, quoted, template] of source.matchAll(/"([^"\n]*)"|`([^`]*)`/g)) {
        for (const word of (quoted ?? template ?? "").split(/\s+/)) words.add(word);
      }
    }
  }
  return words;
}

/** tailwind-merge takes a class that it knows once, and a word that it does not know each time. */
function isKnown(word: string): boolean {
  // It hides what flows over in either direction, though tailwind-merge keeps an overflow of one beside it.
  return word !== "" && twMerge(`${word} ${word}`) === word && !word.startsWith("line-clamp-");
}

function conditionsOf(name: string): string {
  return name.slice(0, name.search(/[^:]*(\[.*)?$/));
}
