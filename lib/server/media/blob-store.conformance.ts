import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { BlobError, type BlobStore } from "./blob-store";

const bytes = (text: string) => Buffer.from(text);
const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "no error";
  } catch (error) {
    return error instanceof BlobError ? error.code : `not a BlobError: ${String(error)}`;
  }
}

/** Every implementation of BlobStore must pass; `open` gives an empty store. */
export function blobStoreConformance(name: string, open: () => Promise<BlobStore>): void {
  describe(`${name} is a blob store`, () => {
    it("gives back what was put, under its SHA-256, and knows it the second time", async () => {
      const store = await open();
      const data = Buffer.alloc(300_000, "0123456789");
      const first = await store.put(Readable.from([data.subarray(0, 7), data.subarray(7)]));
      expect(first).toEqual({ hash: sha256(data), sizeBytes: data.length, isNew: true });
      expect(await store.put(data)).toEqual({ ...first, isNew: false });
      const opened = await store.open(first.hash);
      expect((await buffer(opened.body)).equals(data)).toBe(true);
      expect(opened.range).toEqual({ start: 0, end: data.length - 1 });
      expect((await store.stat(first.hash))?.sizeBytes).toBe(data.length);
    });

    it("keeps an empty blob", async () => {
      const store = await open();
      const { hash } = await store.put(bytes(""));
      expect(await buffer((await store.open(hash)).body)).toHaveLength(0);
    });

    it("serves ranges, cut at the end, and refuses those behind it", async () => {
      const store = await open();
      const { hash } = await store.put(bytes("0123456789"));
      const read = async (start: number, end: number) =>
        (await buffer((await store.open(hash, { start, end })).body)).toString();
      expect(await read(2, 4)).toBe("234");
      expect(await read(0, 0)).toBe("0");
      expect(await read(8, 99)).toBe("89");
      expect(await codeOf(store.open(hash, { start: 10, end: 11 }))).toBe("range_not_satisfiable");
      expect(await codeOf(store.open(hash, { start: 5, end: 4 }))).toBe("range_not_satisfiable");
    });

    it("keeps nothing of a put that fails, is too large or is cancelled", async () => {
      const store = await open();
      const data = bytes("some bytes");
      const failing = async function* () {
        yield data;
        throw new Error("connection lost");
      };
      await expect(store.put(failing())).rejects.toThrow("connection lost");
      expect(await codeOf(store.put(data, { maxBytes: 9 }))).toBe("too_large");
      await expect(store.put(data, { signal: AbortSignal.abort() })).rejects.toThrow();
      expect(await store.stat(sha256(data))).toBeNull();
      expect((await store.put(data, { maxBytes: 10 })).isNew).toBe(true);
    });

    it("stages: seen before the commit, gone after the discard", async () => {
      const store = await open();
      const staged = await store.stage(bytes("staged"));
      expect(await staged.withLocalFile((path) => readFile(path, "utf8"))).toBe("staged");
      expect(await store.stat(staged.hash)).toBeNull();
      await staged.discard();
      await staged.discard();
      const again = await store.stage(bytes("staged"));
      expect((await again.commit()).isNew).toBe(true);
      await again.discard();
      expect(await store.stat(again.hash)).not.toBeNull();
    });

    it("takes the same bytes from many at once", async () => {
      const store = await open();
      const results = await Promise.all(Array.from({ length: 20 }, () => store.put(bytes("same"))));
      expect(new Set(results.map((result) => result.hash)).size).toBe(1);
      const hash = sha256(bytes("same"));
      expect((await buffer((await store.open(hash)).body)).toString()).toBe("same");
    });

    it("lends local files and scratch folders", async () => {
      const store = await open();
      const { hash } = await store.put(bytes("local"));
      expect(await store.withLocalFile(hash, (path) => readFile(path, "utf8"))).toBe("local");
      const left = await store.withScratchFolder(async (folder) => {
        await writeFile(join(folder, "x"), "1");
        return join(folder, "x");
      });
      await expect(readFile(left)).rejects.toThrow("ENOENT");
    });

    it("keeps derivatives by name and deletes them with their blob", async () => {
      const store = await open();
      const { hash } = await store.put(bytes("original"));
      await store.putDerivative(hash, "thumb", bytes("small"));
      await store.putDerivative(hash, "tile/3/1_2.webp", Readable.from([bytes("tile")]));
      await store.putDerivative(hash, "thumb", bytes("smaller"));
      expect((await buffer((await store.openDerivative(hash, "thumb")).body)).toString()).toBe(
        "smaller",
      );
      expect(await store.hasDerivative(hash, "tile/3/1_2.webp")).toBe(true);
      await store.deleteDerivatives(hash);
      expect(await store.hasDerivative(hash, "thumb")).toBe(false);
      expect(await store.stat(hash)).not.toBeNull();
      await store.putDerivative(hash, "thumb", bytes("small"));
      await store.delete(hash);
      await store.delete(hash);
      expect(await store.stat(hash)).toBeNull();
      expect(await codeOf(store.openDerivative(hash, "thumb"))).toBe("not_found");
      expect(await codeOf(store.open(hash))).toBe("not_found");
      expect(await codeOf(store.withLocalFile(hash, async () => undefined))).toBe("not_found");
    });

    it("refuses addresses that are none", async () => {
      const store = await open();
      const { hash } = await store.put(bytes("x"));
      for (const bad of ["", "..", "../../etc/passwd", hash.toUpperCase(), `${hash}/..`]) {
        expect(await codeOf(store.open(bad))).toBe("bad_address");
      }
      for (const bad of ["", "..", "../x", "a/../b", "/a", "a//b", ".hidden", "a\\b", "a\0b"]) {
        expect(await codeOf(store.openDerivative(hash, bad))).toBe("bad_address");
        expect(await codeOf(store.putDerivative(hash, bad, bytes("")))).toBe("bad_address");
      }
    });
  });
}
