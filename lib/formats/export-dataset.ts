import type { Readable } from "node:stream";
import { type ZipOptions, zipStream } from "./archive/zip-writer";
import type { DatasetSource, Format, Issue, OutFile, WriteOptions } from "./format";
import { createReportFold, type DatasetReport, reportJson, reportText } from "./report";
import { textFiles } from "./text/text-files";

export type ExportRequest = {
  /** One that can write. */
  format: Format;
  source: DatasetSource;
  options: WriteOptions;
  /** What the choice of items left out already; it becomes part of the report. */
  issues?: readonly Issue[];
};

/**
 * The dataset as a zip with `trazo-report.json` and `.txt` at its end. Throws a TypeError when the
 * format cannot write; everything later arrives as an error of the stream.
 */
export function exportZip(
  request: ExportRequest,
  {
    onReport,
    ...zip
  }: Pick<ZipOptions, "openMedia" | "signal"> & {
    /** Told once, when everything but the report itself is written. */
    onReport?(report: DatasetReport): void;
  },
): Readable {
  const fold = createReportFold(request.format.id);
  const files = withReport(writtenFiles(request, fold), { fold, onReport });
  return zipStream(files, { ...zip, onIssue: fold.issue });
}

/** The report of an export that is not kept: what would be in it and what would be left out. */
export async function previewExport(
  request: ExportRequest,
  signal?: AbortSignal,
): Promise<DatasetReport> {
  const fold = createReportFold(request.format.id);
  for await (const { content } of writtenFiles(request, fold)) {
    signal?.throwIfAborted();
    if (content.kind !== "stream") continue;
    // Some things are noticed only while a file is written.
    for await (const _ of content.stream) signal?.throwIfAborted();
  }
  return fold.report();
}

type Fold = ReturnType<typeof createReportFold>;

function writtenFiles(
  { format, source, options, issues = [] }: ExportRequest,
  fold: Fold,
): AsyncIterable<OutFile> {
  if (!format.write) throw new TypeError(`${format.name} cannot be written.`);
  for (const issue of issues) fold.issue(issue);
  const written = format.write(counted(source, fold), options);
  const parts = options.hasMedia ? [written, textFiles(source)] : [written];
  return filesOf(parts, fold);
}

async function* filesOf(
  parts: readonly AsyncIterable<OutFile | Issue>[],
  fold: Fold,
): AsyncGenerator<OutFile> {
  for (const written of parts) {
    for await (const out of written) {
      if ("content" in out) yield out;
      else fold.issue(out);
    }
  }
}

async function* withReport(
  files: AsyncIterable<OutFile>,
  { fold, onReport }: { fold: Fold; onReport: ((report: DatasetReport) => void) | undefined },
): AsyncGenerator<OutFile> {
  yield* files;
  const report = fold.report();
  onReport?.(report);
  for (const [path, text] of [
    ["trazo-report.json", reportJson(report)],
    ["trazo-report.txt", reportText(report)],
  ] as const) {
    const bytes = new TextEncoder().encode(text);
    yield { path, content: { kind: "bytes", bytes }, stored: false };
  }
}

/** Counts what goes by on the first walk, which is always the whole of the data. */
function counted(source: DatasetSource, fold: Fold): DatasetSource {
  let isFirst = true;
  return {
    events(only) {
      if (!isFirst) return source.events(only);
      isFirst = false;
      return counting(source, fold);
    },
  };
}

async function* counting(source: DatasetSource, fold: Fold) {
  for await (const event of source.events()) {
    // The format passes issues on, and they are counted there.
    if (event.type !== "issue") fold.event(event);
    yield event;
  }
}
