/**
 * `npm run trazo -- …`: bundles the command line (scripts/trazo.ts) as it is now, a matter of 0.2 s,
 * and runs it. The built output has it bundled already: `node trazo.mjs …` there.
 */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundle } from "./bundle.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outFile = path.join(root, "node_modules/.cache/trazo/trazo.mjs");

process.env.TRAZO_ROOT = root;
// Where the person stands: npm changes into the project's folder before it runs a script.
process.env.TRAZO_CLI_FOLDER = process.env.INIT_CWD ?? process.cwd();
process.env.TRAZO_DATA ??= path.join(root, "data");

await bundle({ root, entry: "scripts/trazo.ts", outFile });
await import(pathToFileURL(outFile).href);
