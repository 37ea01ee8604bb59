import yauzl from "yauzl";
import { collisionKey } from "../file-name";
import { type FileEntry, FormatError, type Issue } from "../format";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./limits";
import { judgePath } from "./safe-path";
import { type OpenTree, treeFromStreams } from "./tree";

const FILE_TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;
const MADE_ON_UNIX = 3;
const ENCRYPTED_FLAG = 1;
const STORED = 0;
const DEFLATED = 8;

/**
 * A zip on disk as a tree. Nothing is unpacked: files are read in place. One bad entry becomes an
 * issue; an archive that is broken or a bomb as a whole throws a FormatError.
 */
export async function openZipTree(
  zipPath: string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<OpenTree> {
  const zip = await open(zipPath);
  try {
    const found = await listEntries(zip, { zipPath, limits });
    return treeFromStreams({
      entries: [...found.entries].map(
        ([path, { uncompressedSize: size }]): FileEntry => ({ path, size }),
      ),
      issues: found.issues,
      stream: (path) => streamEntry(zip, path, found.entries.get(path)),
      close: async () => zip.close(),
    });
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function open(zipPath: string): Promise<yauzl.ZipFile> {
  try {
    // Names are decoded and judged here, so that a bad one does not end the reading of the others.
    return await yauzl.openPromise(zipPath, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError("bad_zip", zipPath, `This is not a readable zip: ${reason}.`, { cause });
  }
}

type Listing = { entries: Map<string, yauzl.Entry>; issues: Issue[] };

async function listEntries(
  zip: yauzl.ZipFile,
  { zipPath, limits }: { zipPath: string; limits: ArchiveLimits },
): Promise<Listing> {
  const listing: Listing = { entries: new Map(), issues: [] };
  const keys = new Set<string>();
  let total = 0;
  if (zip.entryCount > limits.entries) tooMany(zipPath, limits);
  try {
    for await (const entry of zip.eachEntry()) {
      if (zip.entriesRead > limits.entries) tooMany(zipPath, limits);
      const name = entryName(entry);
      if (name.endsWith("/")) continue;
      const verdict = judgePath(name, limits.pathCharacters);
      if ("ignored" in verdict) continue;
      const issue = "issue" in verdict ? verdict.issue : judgeEntry(entry, verdict.path, limits);
      if (issue !== null) {
        listing.issues.push(issue);
        continue;
      }
      if (!("path" in verdict)) continue;
      const key = collisionKey(verdict.path);
      if (listing.entries.has(verdict.path)) {
        listing.issues.push(
          error("duplicate_path", name, "It is in the archive twice; the first counts."),
        );
        continue;
      }
      if (keys.has(key)) {
        const message = "Another file differs by capitals or Unicode form alone.";
        listing.issues.push({ code: "similar_path", severity: "info", where: name, message });
      }
      keys.add(key);
      total += entry.uncompressedSize;
      if (total > limits.totalBytes) {
        throw new FormatError(
          "too_large",
          zipPath,
          `Unpacked, the archive has more than ${limits.totalBytes} bytes.`,
        );
      }
      listing.entries.set(verdict.path, entry);
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError("bad_zip", zipPath, `The zip's list of files is broken: ${reason}.`, {
      cause,
    });
  }
  return listing;
}

function tooMany(zipPath: string, limits: ArchiveLimits): never {
  throw new FormatError(
    "too_many_files",
    zipPath,
    `The archive has more than ${limits.entries} files; split it into smaller ones.`,
  );
}

function judgeEntry(entry: yauzl.Entry, path: string, limits: ArchiveLimits): Issue | null {
  const unixMode =
    entry.versionMadeBy >>> 8 === MADE_ON_UNIX ? entry.externalFileAttributes >>> 16 : 0;
  if ((unixMode & FILE_TYPE_MASK) === SYMLINK) {
    return error("symlink", path, "It is a link to another file; pack the file itself.");
  }
  if ((entry.generalPurposeBitFlag & ENCRYPTED_FLAG) !== 0) {
    return error("encrypted", path, "It is encrypted; pack it without a password.");
  }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    return error(
      "compression",
      path,
      `Its compression (${entry.compressionMethod}) is not known; use plain zip.`,
    );
  }
  if (/\.(zip|tar|tgz|tar\.gz|7z|rar)$/i.test(path)) {
    return error(
      "nested_archive",
      path,
      "An archive within the archive is not opened; unpack it first.",
    );
  }
  if (entry.uncompressedSize > limits.fileBytes) {
    return error(
      "too_large",
      path,
      `It has ${entry.uncompressedSize} bytes; ${limits.fileBytes} are allowed.`,
    );
  }
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > limits.ratioFreeBytes && ratio > limits.compressionRatio) {
    return error(
      "zip_bomb",
      path,
      `It unpacks to ${Math.round(ratio)} times its size and is not read.`,
    );
  }
  return null;
}

function entryName(entry: yauzl.Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
}

async function* streamEntry(
  zip: yauzl.ZipFile,
  path: string,
  entry: yauzl.Entry | undefined,
): AsyncGenerator<Uint8Array> {
  if (entry === undefined) throw new FormatError("missing", path, "The file is not there.");
  try {
    yield* await zip.openReadStreamPromise(entry);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError("bad_entry", path, `It cannot be unpacked: ${reason}.`, { cause });
  }
}

function error(code: string, where: string, message: string): Issue {
  return { code, severity: "error", where, message };
}
