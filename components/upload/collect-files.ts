/** A file that a person chose, with the folders that it lay in. */
export interface ChosenFile {
  file: File;
  /** Relative path with `/`. */
  path: string;
}

/** What systems leave in folders and nobody means to upload. */
const LITTER = /(^|\/)(\.[^/]+|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

/** photo_2 before photo_10, as people count. Pickers and folders give their files in the disk's order. */
const NATURAL = new Intl.Collator(undefined, { numeric: true });

/** Of a file or folder picker, in the order of their names. */
export function filesOfInput(files: FileList): ChosenFile[] {
  return Array.from(files)
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    .filter(({ path }) => !LITTER.test(path))
    .sort((a, b) => NATURAL.compare(a.path, b.path));
}

/**
 * Of a drop or a paste, folders walked through. The entries have to be taken before anything is awaited: afterwards the browser
 * empties the DataTransfer.
 */
export async function* filesOfTransfer(transfer: DataTransfer): AsyncGenerator<ChosenFile> {
  const taken = Array.from(transfer.items)
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
    .sort((a, b) => NATURAL.compare(a.entry?.name ?? "", b.entry?.name ?? ""));
  for (const { entry, file } of taken) {
    if (entry?.isDirectory) yield* walk(entry);
    else if (file && !LITTER.test(file.name)) yield { file, path: file.name };
  }
}

async function* walk(entry: FileSystemEntry): AsyncGenerator<ChosenFile> {
  const path = entry.fullPath.replace(/^\//, "");
  if (LITTER.test(path)) return;
  if (isFile(entry)) {
    yield {
      file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)),
      path,
    };
  } else if (isDirectory(entry)) {
    for (const inside of await entriesOf(entry)) yield* walk(inside);
  }
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  // A call gives at most 100 entries, and an empty list at the end.
  while (true) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return entries.sort((a, b) => NATURAL.compare(a.name, b.name));
    entries.push(...batch);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
