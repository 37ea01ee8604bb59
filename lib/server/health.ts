import "server-only";
import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import packageJson from "../../package.json";
import { getApp } from "./app";

type Check = { ok: true; [detail: string]: unknown } | { ok: false; error: string };

/** 200 when everything that Trazo needs works, 503 with the reason when something does not. */
export async function readHealth(): Promise<Response> {
  const { settings, store } = getApp();
  const database = await check(async () => store.check());
  const storage = await check(async () => {
    await access(settings.dataDir, constants.R_OK | constants.W_OK);
    const { bavail, bsize } = await statfs(settings.dataDir);
    return { freeBytes: bavail * bsize };
  });
  const isOk = database.ok && storage.ok;
  return Response.json(
    { ok: isOk, version: packageJson.version, database, storage },
    { status: isOk ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

async function check(probe: () => Promise<Record<string, unknown>>): Promise<Check> {
  try {
    return { ok: true, ...(await probe()) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
