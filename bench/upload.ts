/**
 * `npm run bench -- upload`: 5,000 small photos-like images through the real route of one built server, four at a time, while
 * other requests go on. Prints JSON: files a second, the growth of the server's memory, and how long the others waited.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";

const FILES = Number(process.env["BENCH_FILES"] ?? 5_000);
const PARALLEL = 4;
const PORT = Number(process.env["BENCH_PORT"] ?? 3109);
const OTHERS_EVERY_MS = 50;
const WIDTH_PX = 320;
const HEIGHT_PX = 240;
const URL_BASE = `http://localhost:${PORT}`;

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-bench-"));
const standalone = path.resolve(".next/standalone");
const server = spawn(process.execPath, [path.join(standalone, "server.js")], {
  env: {
    ...process.env,
    ...{ NODE_ENV: "production", PORT: String(PORT), HOSTNAME: "127.0.0.1" },
    ...{ TRAZO_DATA: dataDir, TRAZO_ROOT: standalone },
  },
  stdio: ["ignore", "ignore", "inherit"],
});
try {
  await untilHealthy();
  const headers = await signedIn();
  const projectId = await newProject(headers);
  await send(0, { headers, projectId });
  const before = memory();
  let peak = before;
  const others: number[] = [];
  let isRunning = true;
  const watching = (async () => {
    while (isRunning) {
      const startedAt = performance.now();
      await (await fetch(`${URL_BASE}/api/v1/projects/${projectId}`, { headers })).text();
      others.push(performance.now() - startedAt);
      peak = Math.max(peak, memory());
      await sleep(OTHERS_EVERY_MS);
    }
  })();
  const startedAt = performance.now();
  let next = 1;
  const lane = async () => {
    while (next < FILES) await send(next++, { headers, projectId });
  };
  await Promise.all(Array.from({ length: PARALLEL }, lane));
  const seconds = (performance.now() - startedAt) / 1_000;
  isRunning = false;
  await watching;
  const sorted = others.toSorted((a, b) => a - b);
  const result = {
    files: FILES,
    seconds,
    filesPerSecond: FILES / seconds,
    rssMb: { before: before / 1e6, peak: peak / 1e6, after: memory() / 1e6 },
    otherRequestsMs: { p50: at(sorted, 0.5), p95: at(sorted, 0.95), max: at(sorted, 1) },
  };
  console.log(JSON.stringify(result, null, 2));
} finally {
  server.kill();
  fs.rmSync(dataDir, { recursive: true, force: true });
}

type Target = { headers: Record<string, string>; projectId: string };

async function send(seed: number, { headers, projectId }: Target): Promise<void> {
  const body = new Uint8Array(await photo(seed));
  const url = `${URL_BASE}/api/v1/projects/${projectId}/files?name=bench/${seed}.jpg`;
  const response = await fetch(url, { method: "PUT", headers, body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${answer}`);
}

/** Made here, in this process, so that it takes from the same two cores: the rate is a lower bound. */
function photo(seed: number): Promise<Buffer> {
  const color = { r: seed % 256, g: (seed >> 8) % 256, b: (seed * 7) % 256 };
  const noise = { type: "gaussian" as const, mean: 128, sigma: 30 };
  const create = { width: WIDTH_PX, height: HEIGHT_PX, channels: 3 as const, background: color };
  return sharp({ create: { ...create, noise } })
    .jpeg({ quality: 85 })
    .toBuffer();
}

async function signedIn(): Promise<Record<string, string>> {
  const response = await fetch(`${URL_BASE}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: URL_BASE },
    body: JSON.stringify({ name: "Bench", email: "b@example.test", password: "bench-password-1" }),
  });
  if (!response.ok) throw new Error(await response.text());
  const cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]);
  return { cookie: cookie.join("; "), origin: URL_BASE };
}

async function newProject(headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${URL_BASE}/api/v1/projects`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ name: "Bench", mediaKind: "image", labels: [{ name: "car" }] }),
  });
  return ((await response.json()) as { id: string }).id;
}

/** Resident bytes of the server. */
function memory(): number {
  const status = fs.readFileSync(`/proc/${server.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
}

function at(sorted: readonly number[], quantile: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? 0;
}

async function untilHealthy(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const response = await fetch(`${URL_BASE}/api/health`).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error("The server did not start.");
}
