import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

/**
 * Which rooms of the house a room may import from, itself aside. `type` imports count too: a core
 * that knows the shell's types knows the shell.
 */
const ALLOWED: Record<string, readonly string[]> = {
  "lib/geometry": [],
  "lib/text": [],
  "lib/annotation": ["lib/geometry"],
  "lib/media": ["lib/annotation", "lib/geometry", "lib/text"],
  "lib/audio": ["lib/media"],
  "lib/commands": [],
  "lib/tools": ["lib/annotation", "lib/geometry"],
  "lib/formats": ["lib/annotation", "lib/geometry", "lib/media", "lib/text"],
  "lib/models": ["lib/annotation", "lib/geometry", "lib/media"],
  "lib/api": ["lib/annotation", "lib/geometry", "lib/media", "lib/formats", "lib/text"],
  "lib/editor": [
    "lib/annotation",
    "lib/geometry",
    "lib/media",
    "lib/tools",
    "lib/commands",
    "lib/models",
    "lib/text",
  ],
  db: ["lib/annotation", "lib/geometry", "lib/media", "lib/api", "lib/formats", "lib/text"],
};
const IMPORT = /(?:from|import)\s*\(?\s*["'](@\/|\.{1,2}\/)([^"']+)["']/g;

/** Tests, and what only tests use, may reach anywhere. */
const isTestFile = (file: string) => /\.test\.tsx?$|\/testing\/|conformance/.test(file);

// A room that nobody has moved into yet has no folder.
const rooms = Object.keys(ALLOWED).filter((room) => fs.existsSync(room));

describe.each(rooms)("%s", (room) => {
  test("imports only from the rooms below it", () => {
    const wrong: string[] = [];
    for (const entry of fs.readdirSync(room, { recursive: true })) {
      const file = path.posix.join(room, String(entry));
      if (!/\.tsx?$/.test(file) || isTestFile(file)) continue;
      for (const target of importsOf(file)) {
        const isAllowed = [room, ...(ALLOWED[room] ?? [])].some((allowed) =>
          target.startsWith(`${allowed}/`),
        );
        if (!isAllowed) wrong.push(`${file} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test("SQL stays in db/: nobody else imports drizzle or the driver", () => {
  const wrong: string[] = [];
  for (const room of ["app", "components", "lib", "workers", "scripts"]) {
    if (!fs.existsSync(room)) continue;
    for (const entry of fs.readdirSync(room, { recursive: true })) {
      const file = path.posix.join(room, String(entry));
      if (!/\.(tsx?|mjs)$/.test(file) || isTestFile(file)) continue;
      const source = fs.readFileSync(file, "utf8");
      if (/from "(drizzle-orm|better-sqlite3)/.test(source)) wrong.push(file);
    }
  }
  expect(wrong).toEqual([]);
});

function importsOf(file: string): string[] {
  const source = fs.readFileSync(file, "utf8");
  return [...source.matchAll(IMPORT)].map(([, start, rest]) =>
    start === "@/" ? `${rest}` : path.posix.join(path.posix.dirname(file), `${start}${rest}`),
  );
}

test("the libraries that Trazo is to be built on are there, and images are drawn by Konva through React", () => {
  const { dependencies } = JSON.parse(fs.readFileSync("package.json", "utf8"));
  for (const name of [
    ...["next", "react", "konva", "react-konva"],
    ...["drizzle-orm", "better-sqlite3", "onnxruntime-web"],
  ]) {
    expect(dependencies, name).toHaveProperty(name);
  }
  const canvas = fs.readFileSync("components/editor/media/image/image-canvas.tsx", "utf8");
  expect(canvas, "the canvas of images").toContain("react-konva");
});
