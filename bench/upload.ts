import sharp from "sharp";
import { startServer } from "../e2e/support/server";
import type { Bench } from "./bench";
import { ownerCookie } from "./owner";
import { percentile } from "./percentile";
import { rssMb, watchServer } from "./watch-server";

const FILES = Number(process.env["BENCH_FILES"] ?? 5_000);
/** As many as the page sends at a time. */
const LANES = 4;
const WIDTH_PX = 320;
const HEIGHT_PX = 240;

/** 5,000 small images through the real route of one built server, while other requests go on. */
export const uploadBench: Bench = {
  id: "upload",
  async run() {
    const server = await startServer();
    try {
      const { cookie } = await ownerCookie(server.url);
      const headers = { cookie, origin: server.url };
      const base = `${server.url}/api/v1/projects/${await newProject(server.url, headers)}`;
      await send(base, headers, 0);
      const idleMb = rssMb(server.pid());
      const probe = watchServer({ url: base, pid: server.pid(), headers });
      const startedAt = performance.now();
      let next = 1;
      const lane = async () => {
        while (next < FILES) await send(base, headers, next++);
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      const seconds = (performance.now() - startedAt) / 1_000;
      const { peakMb, latenciesMs } = await probe.stop();
      return {
        files: FILES,
        seconds: Math.round(seconds),
        filesPerSecond: Math.round(FILES / seconds),
        rssIdleMb: Math.round(idleMb),
        rssGrowthMb: Math.round(peakMb - idleMb),
        otherP50Ms: Math.round(percentile(latenciesMs, 0.5)),
        otherP95Ms: Math.round(percentile(latenciesMs, 0.95)),
        otherMaxMs: Math.round(Math.max(...latenciesMs)),
      };
    } finally {
      await server.dispose();
    }
  },
};

async function send(base: string, headers: Record<string, string>, seed: number): Promise<void> {
  const url = `${base}/files?name=bench/${seed}.jpg`;
  const body = new Uint8Array(await photo(seed));
  const response = await fetch(url, { method: "PUT", headers, body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${answer}`);
}

/** Made in this process, which shares the cores with the server: the rate is a lower bound. */
function photo(seed: number): Promise<Buffer> {
  const background = { r: seed % 256, g: (seed >> 8) % 256, b: (seed * 7) % 256 };
  const noise = { type: "gaussian" as const, mean: 128, sigma: 30 };
  const create = { width: WIDTH_PX, height: HEIGHT_PX, channels: 3 as const, background, noise };
  return sharp({ create }).jpeg({ quality: 85 }).toBuffer();
}

async function newProject(url: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${url}/api/v1/projects`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ name: "Bench", mediaKind: "image", labels: [{ name: "car" }] }),
  });
  return ((await response.json()) as { id: string }).id;
}
