import { readFileSync } from "node:fs";
import { round, within } from "./machine";
import { percentile } from "./percentile";
import { rssMb, watchServer } from "./watch-server";

/** Frames of it lean on no other, so that any number of copies is an mp3 as well. */
const LOOP = new URL("../lib/server/media/audio/testing/loop.mp3", import.meta.url);
const LOOP_S = 54_144 / 44_100;
const CLOCK_TICKS_PER_S = 100;
export const BUDGET = { timesRealTime: 60, rssGrowthMb: 300 } as const;

export type ImportedRecording = { projectId: string; itemId: string };
type Target = { url: string; pid: number; cookie: string };

/** An mp3 of 44.1 kHz, stereo, 128 kbit/s, at least as long as this. */
export function longMp3(seconds: number): Buffer {
  const loop = readFileSync(LOOP);
  return Buffer.concat(Array.from({ length: Math.ceil(seconds / LOOP_S) }, () => loop));
}

/** Uploads an hour of mp3 into a new project through the real route, while other requests go on. */
export async function measureImport({ url, pid, cookie }: Target, seconds = 3_600) {
  const headers = { cookie, origin: url };
  const projectId = await newProject(url, headers);
  const base = `${url}/api/v1/projects/${projectId}`;
  // The first one loads the decoders, which stay in the cache of the disk.
  await send(base, headers, { name: "warm.mp3", bytes: longMp3(1) });
  const bytes = longMp3(seconds);
  const idleMb = rssMb(pid);
  const probe = watchServer({ url: base, pid, headers });
  const cpuBefore = cpuSeconds(pid);
  const startedAt = performance.now();
  const itemId = await send(base, headers, { name: "hour.mp3", bytes });
  const wallS = (performance.now() - startedAt) / 1_000;
  const cpuS = cpuSeconds(pid) - cpuBefore;
  const { peakMb, latenciesMs } = await probe.stop();
  const recordedS = Math.ceil(seconds / LOOP_S) * LOOP_S;
  return {
    recording: { projectId, itemId } satisfies ImportedRecording,
    figures: {
      recordedS: round(recordedS),
      fileMb: round(bytes.byteLength / 2 ** 20),
      wallS: round(wallS),
      /** Of all threads of the server, what it answered meanwhile among them. */
      cpuS: round(cpuS),
      timesRealTimeOfOneCore: atLeast(recordedS / cpuS, BUDGET.timesRealTime),
      timesRealTimeOfClock: round(recordedS / wallS),
      rssIdleMb: round(idleMb),
      rssGrowthMb: within(peakMb - idleMb, BUDGET.rssGrowthMb),
      otherRequests: latenciesMs.length,
      otherP50Ms: round(percentile(latenciesMs, 0.5)),
      otherP95Ms: round(percentile(latenciesMs, 0.95)),
      otherMaxMs: round(Math.max(...latenciesMs)),
    },
  };
}

function atLeast(value: number, budget: number) {
  return { value: round(value), budget, isMet: value >= budget };
}

/** User and system time of all threads, also of those that have ended. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in brackets, may hold blanks; user and system time are the 14th and 15th fields.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_S;
}

type Headers = Record<string, string>;

async function send(
  base: string,
  headers: Headers,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<string> {
  const response = await fetch(`${base}/files?name=${name}`, {
    method: "PUT",
    headers,
    body: new Uint8Array(bytes),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${answer}`);
  return (JSON.parse(answer) as { itemId: string }).itemId;
}

async function newProject(url: string, headers: Headers): Promise<string> {
  const response = await fetch(`${url}/api/v1/projects`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ name: "Bench", mediaKind: "audio", labels: [{ name: "speech" }] }),
  });
  return ((await response.json()) as { id: string }).id;
}
