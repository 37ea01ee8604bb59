import { createWriteStream } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import yazl from "yazl";
import type { OutFile } from "../format";
import { withScratchFolder } from "../testing/scratch";
import { openFolderTree } from "./folder-tree";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./limits";
import { openZipTree } from "./zip-tree";
import { zipStream } from "./zip-writer";

const text = (content: string) => new TextEncoder().encode(content);
const outFile = (name: string, content: string, stored = false): OutFile => ({
  path: name,
  content: { kind: "bytes", bytes: text(content) },
  stored,
});
async function* each<T>(values: Iterable<T>) {
  yield* values;
}
const noMedia = { openMedia: () => each<Uint8Array>([]) };

/** Writes names into a zip as they are; yazl would refuse hostile ones, so they are swapped in. */
async function hostileZip(file: string, names: string[], content = "x"): Promise<void> {
  const zip = new yazl.ZipFile();
  names.forEach((name, i) => {
    zip.addBuffer(Buffer.from(content), placeholder(name, i), { mtime: new Date(0) });
  });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part));
  let bytes = Buffer.concat(parts).toString("latin1");
  names.forEach((name, i) => {
    bytes = bytes.replaceAll(placeholder(name, i), Buffer.from(name).toString("latin1"));
  });
  await writeFile(file, Buffer.from(bytes, "latin1"));
}

function placeholder(name: string, i: number): string {
  return String.fromCharCode(65 + i).repeat(Buffer.byteLength(name));
}

async function openWith(names: string[], limits?: ArchiveLimits) {
  return withScratchFolder(async (folder) => {
    const file = path.join(folder, "a.zip");
    await hostileZip(file, names);
    const tree = await openZipTree(file, limits);
    await tree.close();
    return {
      paths: tree.files().map((entry) => entry.path),
      codes: tree.issues.map(({ code }) => code),
    };
  });
}

describe("zip tree", () => {
  it("refuses paths that lead out, by name, and takes the others", async () => {
    const { paths, codes } = await openWith([
      "../../etc/passwd",
      "/abs.txt",
      "C:\\win.txt",
      "ok/a.txt",
    ]);
    expect(paths).toEqual(["ok/a.txt"]);
    expect(codes).toEqual(["path_traversal", "absolute_path", "absolute_path"]);
  });
  it("takes backslashes for separators, and sees a way out behind them", async () => {
    const { paths, codes } = await openWith(["dir\\a.txt", "dir\\..\\..\\b.txt"]);
    expect(paths).toEqual(["dir/a.txt"]);
    expect(codes).toEqual(["path_traversal"]);
  });
  it("ignores what systems leave behind", async () => {
    const { paths, codes } = await openWith([
      "__MACOSX/._a.jpg",
      ".DS_Store",
      "x/Thumbs.db",
      "a.jpg",
    ]);
    expect(paths).toEqual(["a.jpg"]);
    expect(codes).toEqual([]);
  });
  it("reports archives within, twice the same path, and names alike but for case or form", async () => {
    const { paths, codes } = await openWith([
      "in.zip",
      "a.txt",
      "a.txt",
      "B.txt",
      "b.txt",
      "é.txt",
      "e\u0301.txt",
    ]);
    expect(paths).toEqual(["B.txt", "a.txt", "b.txt", "e\u0301.txt", "é.txt"]);
    expect(codes).toEqual(["nested_archive", "duplicate_path", "similar_path", "similar_path"]);
  });
  it("stops at too many files and at too much content", async () => {
    const few = { ...ARCHIVE_LIMITS, entries: 2 };
    await expect(openWith(["a", "b", "c"], few)).rejects.toMatchObject({ code: "too_many_files" });
    const small = { ...ARCHIVE_LIMITS, totalBytes: 2 };
    await expect(openWith(["a", "b", "c"], small)).rejects.toMatchObject({ code: "too_large" });
  });
  it("does not read a bomb or a link", async () => {
    await withScratchFolder(async (folder) => {
      const file = path.join(folder, "a.zip");
      const zip = new yazl.ZipFile();
      zip.addBuffer(Buffer.alloc(20 * 1024 * 1024), "zeros.txt");
      zip.addBuffer(Buffer.from("/etc/passwd"), "link.jpg", { mode: 0o120777 });
      zip.end();
      await pipeline(zip.outputStream, createWriteStream(file));
      const tree = await openZipTree(file);
      expect(tree.issues.map(({ code, where }) => [code, where])).toEqual([
        ["zip_bomb", "zeros.txt"],
        ["symlink", "link.jpg"],
      ]);
      await tree.close();
    });
  });
  it("says so when the file is no zip", async () => {
    await withScratchFolder(async (folder) => {
      const file = path.join(folder, "a.zip");
      await writeFile(file, "<html>Not found</html>");
      await expect(openZipTree(file)).rejects.toMatchObject({ code: "bad_zip" });
    });
  });
});

describe("folder tree", () => {
  it("refuses links that leave the folder and goes round no circle", async () => {
    await withScratchFolder(async (folder) => {
      const root = path.join(folder, "data");
      await mkdir(path.join(root, "a"), { recursive: true });
      await writeFile(path.join(folder, "secret.txt"), "secret");
      await writeFile(path.join(root, "a", "b.txt"), "\ufeffhello");
      await symlink(path.join(folder, "secret.txt"), path.join(root, "out.txt"));
      await symlink(root, path.join(root, "a", "circle"));
      await symlink(path.join(root, "a", "b.txt"), path.join(root, "inside.txt"));
      const tree = await openFolderTree(root);
      expect(tree.files().map((entry) => entry.path)).toEqual(["a/b.txt", "inside.txt"]);
      expect(tree.issues.map(({ code, where }) => [code, where])).toEqual([["symlink", "out.txt"]]);
      expect(await tree.text("a/b.txt")).toBe("hello");
      await expect(tree.bytes("a/b.txt", 2)).rejects.toMatchObject({ code: "too_large" });
      const one = await openFolderTree(path.join(root, "a", "b.txt"));
      expect(one.files()).toEqual([{ path: "b.txt", size: 8 }]);
    });
  });
});

describe("zip writer", () => {
  it("is read back by another implementation, the same bytes each time", async () => {
    const big = "0123456789abcdef".repeat(600_000);
    const files = (): OutFile[] => [
      outFile("empty.txt", ""),
      outFile("ñ/😀.txt", "small"),
      outFile("text.txt", "line\n".repeat(5_000)),
      { path: "big.json", content: { kind: "stream", stream: each([text(big)]) }, stored: false },
      { path: "big.bin", content: { kind: "stream", stream: each([text(big)]) }, stored: true },
    ];
    await withScratchFolder(async (folder) => {
      const make = async (name: string) => {
        const parts: Buffer[] = [];
        for await (const part of zipStream(each(files()), noMedia)) parts.push(part);
        await writeFile(path.join(folder, name), Buffer.concat(parts));
        return Buffer.concat(parts);
      };
      expect((await make("a.zip")).equals(await make("b.zip"))).toBe(true);
      const tree = await openZipTree(path.join(folder, "a.zip"));
      expect(await tree.text("ñ/😀.txt")).toBe("small");
      expect(await tree.text("empty.txt")).toBe("");
      expect((await tree.text("text.txt")).length).toBe(25_000);
      expect(await tree.text("big.json")).toBe(big);
      expect(await tree.text("big.bin")).toBe(big);
      await tree.close();
    });
  });
  it("leaves out an image that cannot be read, and says so", async () => {
    const codes: string[] = [];
    const item = {
      ref: "1",
      name: "gone.jpg",
      media: "image",
      width: 1,
      height: 1,
      split: null,
      file: null,
    } as const;
    const files: OutFile[] = [
      { path: "images/gone.jpg", content: { kind: "media", item }, stored: true },
      outFile("after.txt", "after"),
    ];
    const stream = zipStream(each(files), {
      openMedia: () => Promise.reject(new Error("ENOENT")),
      onIssue: ({ code }) => codes.push(code),
    });
    await withScratchFolder(async (folder) => {
      await pipeline(stream, createWriteStream(path.join(folder, "a.zip")));
      const tree = await openZipTree(path.join(folder, "a.zip"));
      expect(tree.files().map((entry) => entry.path)).toEqual(["after.txt"]);
      await tree.close();
    });
    expect(codes).toEqual(["media_missing"]);
  });
  it("waits for its reader and stops when told to", async () => {
    const abort = new AbortController();
    let pulled = 0;
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) {
          pulled += 1;
          yield outFile(`${pulled}.bin`, "x".repeat(10_000), true);
        }
      } finally {
        isClosed = true;
      }
    }
    const stream = zipStream(endless(), { ...noMedia, signal: abort.signal });
    for await (const _ of stream) {
      abort.abort();
      break;
    }
    expect(stream.destroyed).toBe(true);
    expect(pulled).toBeLessThan(200);
    await expect.poll(() => isClosed).toBe(true);
  });
});
