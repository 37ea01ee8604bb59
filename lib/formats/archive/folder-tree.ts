import { createReadStream } from "node:fs";
import { opendir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { type FileEntry, FormatError, type Issue } from "../format";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./limits";
import { judgePath } from "./safe-path";
import { type OpenTree, treeFromStreams } from "./tree";

type Walk = { root: string; entries: FileEntry[]; issues: Issue[]; limits: ArchiveLimits };

/** A folder on disk as a tree, or one file as a tree of itself. Links that leave it are refused. */
export async function openFolderTree(
  folder: string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<OpenTree> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new FormatError("missing", folder, "There is no such file or folder.", { cause });
  });
  const rootStat = await stat(root);
  const isFolder = rootStat.isDirectory();
  const base = isFolder ? root : path.dirname(root);
  const walk: Walk = { root: base, entries: [], issues: [], limits };
  if (isFolder) await walkFolder(walk, "", new Set([root]));
  else walk.entries.push({ path: path.basename(root), size: rootStat.size });
  return treeFromStreams({
    entries: walk.entries,
    issues: walk.issues,
    stream: (inside) => createReadStream(path.join(base, inside)),
    close: async () => {},
  });
}

/** `seen` are the real folders above, so that a link to one of them does not go round for ever. */
async function walkFolder(walk: Walk, inside: string, seen: ReadonlySet<string>): Promise<void> {
  for await (const found of await opendir(path.join(walk.root, inside))) {
    const name = inside === "" ? found.name : `${inside}/${found.name}`;
    const verdict = judgePath(name, walk.limits.pathCharacters);
    if ("ignored" in verdict) continue;
    // On Linux a backslash is a letter of the name, and the judged path would name no file.
    if ("issue" in verdict || verdict.path !== name) {
      walk.issues.push(
        "issue" in verdict ? verdict.issue : issue("bad_path", name, "Its name holds a backslash."),
      );
      continue;
    }
    let real: string;
    try {
      real = await realpath(path.join(walk.root, name));
    } catch {
      walk.issues.push(issue("missing", name, "It is a link that leads nowhere."));
      continue;
    }
    if (found.isSymbolicLink() && !isWithin(real, walk.root)) {
      walk.issues.push(
        issue("symlink", name, "It is a link that leaves the folder: not followed."),
      );
      continue;
    }
    const { size, isDirectory, isFile } = await kindOf(real);
    if (isDirectory && !seen.has(real)) await walkFolder(walk, name, new Set([...seen, real]));
    else if (isFile) addFile(walk, name, size);
  }
}

async function kindOf(real: string) {
  const found = await stat(real);
  return { size: found.size, isDirectory: found.isDirectory(), isFile: found.isFile() };
}

function addFile(walk: Walk, name: string, size: number): void {
  if (walk.entries.length >= walk.limits.entries) {
    const message = `The folder has more than ${walk.limits.entries} files; take a part of it.`;
    throw new FormatError("too_many_files", walk.root, message);
  }
  walk.entries.push({ path: name, size });
}

function isWithin(real: string, root: string): boolean {
  return real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

function issue(code: string, where: string, message: string): Issue {
  return { code, severity: "error", where, message };
}
