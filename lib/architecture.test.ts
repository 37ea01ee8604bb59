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
  "lib/models": ["lib/annotation", "lib/audio", "lib/geometry", "lib/media", "lib/text"],
  "lib/agreement": ["lib/annotation", "lib/geometry", "lib/media", "lib/text"],
  "lib/consolidation": ["lib/agreement", "lib/annotation", "lib/geometry", "lib/media"],
  "lib/review": ["lib/annotation", "lib/geometry"],
  "lib/api": [
    "lib/agreement",
    "lib/annotation",
    "lib/consolidation",
    "lib/geometry",
    "lib/media",
    "lib/formats",
    "lib/models",
    "lib/text",
  ],
  "lib/statistics": ["lib/annotation", "lib/api", "lib/media"],
  "lib/editor": [
    "lib/agreement",
    "lib/annotation",
    "lib/geometry",
    "lib/media",
    "lib/tools",
    "lib/commands",
    "lib/models",
    "lib/text",
  ],
  db: [
    "lib/agreement",
    "lib/annotation",
    "lib/consolidation",
    "lib/geometry",
    "lib/media",
    "lib/api",
    "lib/formats",
    "lib/models",
    "lib/text",
    "lib/statistics",
  ],
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

test("models run in one place: nobody else imports the runtime, which brings 14 MB of WebAssembly", () => {
  const wrong: string[] = [];
  for (const room of ["app", "components", "db", "lib", "workers", "scripts"]) {
    for (const entry of fs.readdirSync(room, { recursive: true })) {
      const file = path.posix.join(room, String(entry));
      if (!/\.(tsx?|mjs)$/.test(file) || isTestFile(file)) continue;
      if (file.startsWith("lib/models/session/")) continue;
      if (/(from|import\() ?"onnxruntime/.test(fs.readFileSync(file, "utf8"))) wrong.push(file);
    }
  }
  expect(wrong).toEqual([]);
});

test("the browser checks data with zod/mini alone: one import of zod brings all of it into every page", () => {
  const wrong: string[] = [];
  for (const room of [
    "components",
    "lib/annotation",
    "lib/api",
    "lib/commands",
    "lib/editor",
    "lib/media",
    "lib/models",
  ]) {
    for (const entry of fs.readdirSync(room, { recursive: true })) {
      const file = path.posix.join(room, String(entry));
      if (!/\.tsx?$/.test(file) || isTestFile(file)) continue;
      if (/^import (?!type ).* from "zod"/m.test(fs.readFileSync(file, "utf8"))) wrong.push(file);
    }
  }
  expect(wrong).toEqual([]);
});

test("what the editors of all kinds share imports nothing but types from the folder of one: every page would load it", () => {
  const kinds = fs
    .readdirSync("components/editor/media", { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const ofKinds = kinds.flatMap((kind) => [
    `components/editor/media/${kind}`,
    `lib/editor/${kind}`,
  ]);
  // The list of all commands is for the server and the page of labels.
  const mayKnowAll = ["lib/editor/commands.ts"];
  const wrong: string[] = [];
  for (const room of ["components", "lib/editor"]) {
    for (const entry of fs.readdirSync(room, { recursive: true })) {
      const file = path.posix.join(room, String(entry));
      if (!/\.tsx?$/.test(file) || isTestFile(file) || mayKnowAll.includes(file)) continue;
      if (ofKinds.some((at) => file.startsWith(`${at}/`))) continue;
      const source = fs.readFileSync(file, "utf8").replaceAll(/^import type [^;]+;/gm, "");
      const known = [
        ...source.matchAll(/^(?:import|export|\}) [^;]*?from "(@\/|\.{1,2}\/)([^"]+)";/gm),
      ];
      for (const [, start, rest] of known) {
        const target =
          start === "@/" ? `${rest}` : path.posix.join(path.posix.dirname(file), `${start}${rest}`);
        if (ofKinds.some((at) => target.startsWith(`${at}/`)))
          wrong.push(`${file} imports ${target}`);
      }
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
