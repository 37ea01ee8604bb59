import fs from "node:fs";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "@playwright/test";
import { round } from "./machine";

const KILOBYTE = 1_000;
const MEBIBYTE = 1024 * 1024;

/** Counts the scripts that a page loads from now on: as they came, and compressed by gzip. */
export async function watchScripts(context: BrowserContext, page: Page) {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Map<string, number>();
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.set(requestId, 0);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scripts.set(requestId, encodedDataLength);
  });
  return {
    async stop() {
      let gzipBytes = 0;
      for (const requestId of scripts.keys()) {
        const { body, base64Encoded } = await session.send("Network.getResponseBody", {
          requestId,
        });
        gzipBytes += gzipSync(Buffer.from(body, base64Encoded ? "base64" : "utf8")).length;
      }
      const transferred = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
      await session.detach();
      return {
        files: scripts.size,
        transferredKb: round(transferred / KILOBYTE),
        gzipKb: round(gzipBytes / KILOBYTE),
      };
    },
  };
}

/**
 * Of the page after its garbage is collected, in MB (2^20 bytes): the script heap, and what the
 * page's process holds for itself alone (resident, without the browser's code that all share).
 */
export async function pageMemory(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0;
  await session.detach();
  const process = await rendererOf(page);
  return { scriptHeapMb: round(heap / MEBIBYTE), ...process };
}

/** The largest page process: the one that was measured, as all others are blank or closed. */
async function rendererOf(page: Page) {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser.");
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => {
      const rollup = fs.readFileSync(`/proc/${id}/smaps_rollup`, "utf8");
      const kb = (name: string) =>
        Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(rollup)?.[1] ?? 0);
      return {
        residentMb: round(kb("Rss") / 1024),
        privateMb: round((kb("Private_Clean") + kb("Private_Dirty")) / 1024),
      };
    });
  const [largest] = sizes.sort((a, b) => b.privateMb - a.privateMb);
  if (!largest) throw new Error("The browser names no page process.");
  return largest;
}
