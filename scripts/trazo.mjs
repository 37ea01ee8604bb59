/**
 * `npm run trazo -- …`: runs the command line (scripts/trazo.ts) on this Node through tsx. The
 * condition lets code that is marked `server-only` run outside of Next.js.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

const child = spawn(
  process.execPath,
  [
    "--conditions=react-server",
    `--import=${tsx}`,
    path.join(root, "scripts", "trazo.ts"),
    ...process.argv.slice(2),
  ],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json"),
      TRAZO_ROOT: root,
      // Where the person stands: npm changes into the project's folder before it runs a script.
      TRAZO_CLI_FOLDER: process.env.INIT_CWD ?? process.cwd(),
      TRAZO_DATA: process.env.TRAZO_DATA ?? path.join(root, "data"),
    },
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
