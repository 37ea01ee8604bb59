/**
 * Puts a TypeScript entry of the server (a worker, the command line) and all that it imports into one
 * file, which Node runs without the sources and without a loader.
 */
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";

/**
 * Packages with compiled parts cannot be put into a file: they are read from node_modules. So is
 * libmpg123, and FFmpeg (which is loaded by name): the LGPL wants them to be replaceable.
 */
const COMPILED_PACKAGES = ["better-sqlite3", "sharp", "mpg123-decoder"];
/** Packages in the old module form ask for Node's own modules by `require`. */
const REQUIRE =
  'import { createRequire as trazoRequire } from "node:module"; const require = trazoRequire(import.meta.url);';

/**
 * @param {{ root: string, entry: string, outFile: string, prelude?: string }} options `entry` is
 *   relative to the root; `outFile` must lie where Node finds the compiled packages above it;
 *   `prelude` is code that runs before the entry.
 */
export async function bundle({ root, entry, outFile, prelude = "" }) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: outFile,
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    // `server-only` throws unless this condition says that the code runs on the server.
    conditions: ["react-server"],
    external: COMPILED_PACKAGES,
    banner: { js: `${REQUIRE}${prelude}` },
    logLevel: "warning",
  });
  // Another process may be reading the file: it sees the old one or the new one, whole.
  const partial = `${outFile}.${process.pid}.partial`;
  fs.mkdirSync(path.dirname(outFile), { recursive: true });
  fs.writeFileSync(partial, outputFiles[0]?.contents ?? "");
  fs.renameSync(partial, outFile);
}

/** Bundles every entry in workers/ into `outFolder`. */
export async function bundleWorkers({ root, outFolder }) {
  const names = fs
    .readdirSync(path.join(root, "workers"))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  for (const name of names) {
    const outFile = path.join(outFolder, `${path.basename(name, ".ts")}.mjs`);
    await bundle({ root, entry: `workers/${name}`, outFile });
  }
}
