/**
 * `npm test`: lint, types, unit tests, a build, then the journeys in a real browser. Ends with one
 * line of totals. `npm test -- --quick` leaves out the build and the browser.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const isQuick = process.argv.includes("--quick");
const reports = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-reports-"));
const totals = { passed: 0, failed: 0, skipped: 0 };

step("lint", bin("@biomejs/biome/bin/biome"), ["ci", "--diagnostic-level=error", "."]);
step("route types", bin("next/dist/bin/next"), ["typegen"]);
step("types", bin("typescript/bin/tsc"), ["--noEmit"]);
const unitReport = path.join(reports, "unit.json");
step("unit tests", bin("vitest/vitest.mjs"), [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${unitReport}`,
]);
addVitest(unitReport);
if (!isQuick && step("build", path.join(root, "scripts", "start.mjs"), ["--build-only"])) {
  const e2eReport = path.join(reports, "e2e.json");
  // Traces cost time; `npm run test:e2e -- <name>` keeps one of what fails.
  step(
    "journeys",
    bin("@playwright/test/cli.js"),
    ["test", "--reporter=list,json", "--trace=off"],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport,
    },
  );
  addPlaywright(e2eReport);
}
fs.rmSync(reports, { recursive: true, force: true });

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed > 0 ? 1 : 0);

/** Runs a step; one that fails counts as one failure. */
function step(name, file, args, env = {}) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  const { status } = spawnSync(process.execPath, [file, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  console.log(`── ${name}: ${Math.round((Date.now() - startedAt) / 1000)} s`);
  if (status === 0) totals.passed += 1;
  else totals.failed += 1;
  return status === 0;
}

function bin(file) {
  return path.join(root, "node_modules", file);
}

function addVitest(file) {
  const report = readReport(file);
  totals.passed += report?.numPassedTests ?? 0;
  totals.failed += report?.numFailedTests ?? 0;
  totals.skipped += report?.numPendingTests ?? 0;
}

function addPlaywright(file) {
  const stats = readReport(file)?.stats;
  totals.passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0);
  totals.failed += stats?.unexpected ?? 0;
  totals.skipped += stats?.skipped ?? 0;
}

function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : null;
}
