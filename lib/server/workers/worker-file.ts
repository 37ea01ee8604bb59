import "server-only";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const bundled = new Map<string, Promise<string>>();

/**
 * The file that a thread runs: bundled beside the built server, or, from the sources (development,
 * tests, the command line), bundled now.
 */
export function workerFile(entry: string): Promise<string> {
  const root = process.env["TRAZO_ROOT"] ?? process.cwd();
  const built = path.join(/* turbopackIgnore: true */ root, "workers", `${entry}.mjs`);
  if (fs.existsSync(built)) return Promise.resolve(built);
  const known = bundled.get(entry);
  if (known) return known;
  const file = bundleNow(root, entry);
  // In development the sources change while the server runs.
  if (process.env.NODE_ENV !== "development") bundled.set(entry, file);
  return file;
}

async function bundleNow(root: string, entry: string): Promise<string> {
  const outFile = path.join(
    /* turbopackIgnore: true */ root,
    "node_modules/.cache/trazo",
    `${entry}.mjs`,
  );
  // Only where the sources are; the built server must not take esbuild along.
  const script = pathToFileURL(path.join(/* turbopackIgnore: true */ root, "scripts/bundle.mjs"));
  const { bundle } = (await import(
    /* turbopackIgnore: true */ /* webpackIgnore: true */ script.href
  )) as typeof import("@/scripts/bundle.mjs");
  await bundle({ root, entry: `workers/${entry}.ts`, outFile });
  return outFile;
}
