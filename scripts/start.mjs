/**
 * `npm start`: builds when the sources changed since the last build, then runs the standalone
 * server. Everything that it needs is inside the project; it works without a network.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, bundleWorkers } from "./bundle.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const standalone = path.join(root, ".next", "standalone");
const stampFile = path.join(standalone, "trazo-sources");
// biome-ignore format: one line
const SOURCES = ["app", "components", "db", "lib", "messages", "models", "public", "scripts", "workers"];
const SOURCE_FILES = [
  "instrumentation.ts",
  "proxy.ts",
  "next.config.js",
  "package-lock.json",
  "tsconfig.json",
];
const DEFAULT_PORT = "3000";

process.env.NEXT_TELEMETRY_DISABLED = "1";

const stamp = sourceStamp();
if (readIfThere(stampFile) !== stamp) await build();
if (process.argv.includes("--build-only")) process.exit(0);

const port = process.env.PORT ?? DEFAULT_PORT;
const host = process.env.HOST ?? "0.0.0.0";
const dataDir = path.resolve(process.env.TRAZO_DATA ?? path.join(root, "data"));
const server = spawn(process.execPath, [path.join(standalone, "server.js")], {
  stdio: "inherit",
  env: {
    ...process.env,
    NODE_ENV: "production",
    PORT: port,
    HOSTNAME: host,
    TRAZO_DATA: dataDir,
    TRAZO_ROOT: standalone,
  },
});
server.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
printAddresses();

async function build() {
  console.log("Building Trazo (once; about a minute) …");
  fs.rmSync(stampFile, { force: true });
  const next = path.join(root, "node_modules", "next", "dist", "bin", "next");
  const { status } = spawnSync(process.execPath, [next, "build"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  fs.cpSync(path.join(root, ".next", "static"), path.join(standalone, ".next", "static"), {
    recursive: true,
  });
  fs.cpSync(path.join(root, "public"), path.join(standalone, "public"), { recursive: true });
  await bundleWorkers({ root, outFolder: path.join(standalone, "workers") });
  await bundle({
    root,
    entry: "scripts/trazo.ts",
    outFile: path.join(standalone, "trazo.mjs"),
    prelude: "process.env.TRAZO_ROOT ??= import.meta.dirname;",
  });
  fs.writeFileSync(stampFile, stamp);
}

/** Changes with the content of any source file. */
function sourceStamp() {
  const hash = createHash("sha256");
  for (const folder of SOURCES) {
    const base = path.join(root, folder);
    if (!fs.existsSync(base)) continue;
    for (const entry of fs.readdirSync(base, { recursive: true }).sort()) {
      addFile(hash, path.join(base, String(entry)));
    }
  }
  for (const file of SOURCE_FILES) addFile(hash, path.join(root, file));
  return hash.digest("hex");
}

function addFile(hash, file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) hash.update(`${path.relative(root, file)}\n`).update(fs.readFileSync(file));
}

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;
}

function printAddresses() {
  const lan = Object.values(os.networkInterfaces())
    .flat()
    .filter((address) => address?.family === "IPv4" && !address.internal)
    .map((address) => address.address);
  console.log("\n  ▣ Trazo");
  console.log(`    On this machine  http://localhost:${port}`);
  if (host === "0.0.0.0") {
    for (const address of lan) console.log(`    In your network  http://${address}:${port}`);
  }
  console.log(`    Data             ${dataDir}\n`);
}
