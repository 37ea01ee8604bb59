import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { smallPng } from "@/lib/testing/upload";
import { ingestAudio } from "../media/audio/ingest-audio";
import { makeWav, tone } from "../media/audio/testing/wav";
import { openFolderStore } from "../media/folder-store";
import { ingestImage } from "../media/ingest-image";
import { derivativeNames } from "./derivative-names";

test("every derivative of an image and of a recording is named, once", async () => {
  const root = await mkdtemp(path.join(tmpdir(), "trazo-derived-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const store = await openFolderStore(root);
  const image = await ingestImage({ store, source: await smallPng(1), name: "a.png" });
  const wav = makeWav({ channels: [tone(1_200_000, 0.01)], sampleRate: 16_000, kind: "u8" });
  const limits = { maxBytes: 1e9, maxS: 1_000 };
  const audio = await ingestAudio({ store, source: wav, name: "a.wav", limits });
  expect(audio.peaks.levels).toHaveLength(2);
  for (const { hash } of [image, audio]) {
    const folder = path.join(root, "derived", hash.slice(0, 2), hash.slice(2, 4), hash);
    const there = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
    expect([...(await derivativeNames(store, hash))].sort()).toEqual(there.sort());
  }
  expect(await derivativeNames(store, "0".repeat(64))).toEqual([]);
});
