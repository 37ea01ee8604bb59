import type { Annotation } from "@/lib/annotation/annotation";
import type { Split } from "@/lib/annotation/item-state";
import type { Answer } from "@/lib/annotation/label";
import type { Size } from "@/lib/geometry/box";
import type { GeometryKind } from "@/lib/geometry/geometry";
import type { MediaKind } from "@/lib/media/media";
import type { TableOptions } from "./table/records";

/** Files by path, wherever they come from (zip, folder, upload). Paths use "/" and are safe. */
export interface FileTree {
  /** Every file, in a stable order (by code unit of the path). */
  files(): readonly FileEntry[];
  has(path: string): boolean;
  /** The whole file. Throws a FormatError with code `too_large` above `maxBytes` (default 64 MiB). */
  bytes(path: string, maxBytes?: number): Promise<Uint8Array>;
  /** UTF-8 text; a byte order mark is taken off. Same limit as `bytes`. */
  text(path: string, maxBytes?: number): Promise<string>;
  /** For files of any size. */
  stream(path: string): AsyncIterable<Uint8Array>;
}
export type FileEntry = { path: string; size: number };

/**
 * What a dataset says, one thing at a time, in this order when writing: all labels (by position),
 * then for each item the item followed at once by its annotations. A reader keeps the same order
 * within each file that it reads (a second file may bring further labels), and may send issues at
 * any point.
 */
export type DatasetEvent =
  | { type: "label"; label: DatasetLabel }
  | { type: "item"; item: DatasetItem }
  | { type: "annotation"; annotation: DatasetAnnotation }
  | { type: "issue"; issue: Issue };

export type DatasetLabel = {
  /** Reference used by `DatasetAnnotation.label`; unique in the dataset. */
  ref: string;
  name: string;
  /** 0-based class index. */
  position: number;
  color?: string;
  /** The id in the source format (a COCO category id), kept for the way back. */
  sourceId?: string;
  /** What it can be put on; left out: whatever its annotations are. */
  geometries?: readonly GeometryKind[];
  answer?: Answer;
  /** The files do not name it: it is the label whose `sourceId` this is, and the name is made up. */
  isById?: true;
};

export type DatasetItem = {
  /** Reference used by `DatasetAnnotation.item`; unique in the dataset. */
  ref: string;
  /** Path with folders, "/" between them: "north/cam1/0001.jpg". */
  name: string;
  media: MediaKind;
  /** Upright pixels of an image; null when the source does not say, and for other media. */
  width: number | null;
  height: number | null;
  /** Length of a text in code points, of a recording in seconds, when known. */
  length?: number;
  /** The text of a text item: formats of texts carry it inside; exactly as it is stored. */
  text?: string;
  split: Split | null;
  /** Where the media file is in the file tree (reading) or null when it is not there. */
  file: string | null;
  /** SHA-256 of the media, hex, when known. */
  hash?: string;
  sourceId?: string;
  metadata?: Record<string, unknown>;
  /** Somebody looked at it and set it aside: that nothing is on it does not mean that nothing is there. */
  isSkipped?: true;
  /** Nobody has worked on it, whatever is suggested: that nothing is on it does not mean that nothing is there. */
  isUntouched?: true;
  /** The files do not name it: it is the item that came with this `sourceId`, or whose file is called so. */
  isById?: true;
};

export type DatasetAnnotation = {
  ref: string;
  item: string;
  label: string;
  /** The ends of a relation are refs of annotations of the same item. */
  geometry: Annotation["geometry"];
  /** Surface text of a span, transcript of a region, answer about the whole item. */
  text?: string;
  attributes: Annotation["attributes"];
  score: number | null;
  groupId: string | null;
  order: number;
  sourceId?: string;
  extra?: Annotation["extra"];
  /** Nobody's work yet: whoever this names proposes it (a model and its version); "": the files do not say who. */
  suggestedBy?: string;
};

/** Something that was not carried over, or not as it was. `code` is stable; `message` is English. */
export type Issue = {
  code: string;
  severity: "info" | "warning" | "error";
  /** File, line, record or item it is about. */
  where: string;
  message: string;
};

/** A file of an export. `content` is pulled once, when the archive gets there. */
export type OutFile = {
  path: string;
  content:
    | { kind: "bytes"; bytes: Uint8Array }
    | { kind: "stream"; stream: AsyncIterable<Uint8Array> }
    /** The item's media; the archive adapter fetches it. */
    | { kind: "media"; item: DatasetItem };
  /** Already compressed (an image): stored, not deflated. */
  stored: boolean;
};

/** How sure a format is that the files are its own: 0 no … 1 certain. `why` is shown to people. */
export type Confidence = { score: number; why: string };

export type WriteOptions = {
  /** Put the media files into the archive. */
  hasMedia: boolean;
  /**
   * The splits in use; empty when the dataset is not split. The split of each item is decided
   * before writing; formats never choose it. An item without a split counts as `train` when there
   * are splits.
   */
  splits: readonly Split[];
};

export type ReadOptions = {
  /** The kind of the project that the dataset is read for: what it cannot hold is an issue. */
  media?: MediaKind;
  /**
   * Upright size of an image, for formats that store fractions of it. `path` is the media file in
   * the tree, or null when only the name is known; null as the answer means unknown.
   */
  imageSize?(image: { path: string | null; name: string }): Promise<Size | null>;
  /** How a person read a table of texts: what its columns mean. Left out: guessed by their names. */
  table?: TableOptions;
};

/**
 * A dataset that can be walked more than once (COCO lists images, then annotations). Each walk
 * gives the same events in the same order.
 */
export interface DatasetSource {
  /** `only.split` is a hint: the source may leave out items of other splits, or ignore it. */
  events(only?: { split: Split | null }): AsyncIterable<DatasetEvent>;
}

export interface Format {
  id: string;
  name: string;
  media: readonly MediaKind[];
  /** What survives a trip through this format; shown before an export. */
  carries: {
    geometries: readonly GeometryKind[];
    attributes: boolean;
    /** Transcripts of regions, and answers written by hand. */
    texts: boolean;
    scores: boolean;
    groups: boolean;
    order: boolean;
    /** Can it say "looked at, nothing there"? */
    emptyItems: boolean;
    ids: boolean;
  };
  /** How sure it is to have written the files, for a project of this kind. */
  detect(files: FileTree, media: MediaKind): Promise<Confidence>;
  read?(files: FileTree, options?: ReadOptions): AsyncIterable<DatasetEvent>;
  write?(source: DatasetSource, options: WriteOptions): AsyncIterable<OutFile | Issue>;
}

/** Bad input that ends the reading of one file; `where` names the file and, if known, the line. */
export class FormatError extends Error {
  readonly code: string;
  readonly where: string;
  constructor(code: string, where: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "FormatError";
    this.code = code;
    this.where = where;
  }
}
