import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { blobStoreConformance } from "./blob-store.conformance";
import { openFolderStore } from "./folder-store";

const roots: string[] = [];

async function newRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "trazo-store-"));
  roots.push(root);
  return root;
}

afterAll(async () => {
  for (const root of roots) await rm(root, { recursive: true, force: true });
});

blobStoreConformance("the folder store", async () => openFolderStore(await newRoot()));

it("sweeps what dead writers left, not what living ones write", async () => {
  const root = await newRoot();
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  const host = hostname().replace(/[^A-Za-z0-9.-]/g, "_");
  const temp = join(root, "tmp");
  await mkdir(temp);
  const left = [`${host}~${dead}~aaaaaaaa~1`, `${host}~${process.pid}~earlier0~1`];
  const living = [`${host}~${process.ppid}~bbbbbbbb~1`, `another-machine~${dead}~cccccccc~1`];
  for (const name of [...left, ...living]) await writeFile(join(temp, name), "x");
  const store = await openFolderStore(root);
  expect((await readdir(temp)).sort()).toEqual([...living].sort());
  await store.put(Buffer.from("x"));
  await openFolderStore(root);
  expect((await readdir(temp)).sort()).toEqual([...living].sort());
});

it("leaves no temporary file behind after refusals", async () => {
  const root = await newRoot();
  const store = await openFolderStore(root);
  await expect(store.put(Buffer.from("abc"), { maxBytes: 2 })).rejects.toThrow("larger");
  await store.put(Buffer.from("abc"));
  await store.put(Buffer.from("abc"));
  expect(await readdir(join(root, "tmp"))).toEqual([]);
});
