import type {
  DatasetAnnotation,
  DatasetEvent,
  DatasetItem,
  DatasetLabel,
  DatasetSource,
  Format,
  Issue,
  OutFile,
  ReadOptions,
  WriteOptions,
} from "../format";
import { memoryTree, outFileBytes } from "./memory-tree";

/** A whole small dataset in memory, for tests. */
export type Dataset = {
  labels: DatasetLabel[];
  items: DatasetItem[];
  annotations: DatasetAnnotation[];
  issues: Issue[];
};

/** One label, no items. */
export function emptyDataset(): Dataset {
  return {
    labels: [{ ref: "label-0", name: "thing", position: 0 }],
    items: [],
    annotations: [],
    issues: [],
  };
}

export function datasetSource({ labels, items, annotations }: Dataset): DatasetSource {
  return {
    async *events() {
      for (const label of labels) yield { type: "label", label };
      for (const item of items) {
        yield { type: "item", item };
        for (const annotation of annotations) {
          if (annotation.item === item.ref) yield { type: "annotation", annotation };
        }
      }
    },
  };
}

export async function collectDataset(events: AsyncIterable<DatasetEvent>): Promise<Dataset> {
  const dataset: Dataset = { labels: [], items: [], annotations: [], issues: [] };
  for await (const event of events) {
    if (event.type === "label") dataset.labels.push(event.label);
    else if (event.type === "item") dataset.items.push(event.item);
    else if (event.type === "annotation") dataset.annotations.push(event.annotation);
    else dataset.issues.push(event.issue);
  }
  return dataset;
}

export type Written = { files: Record<string, Uint8Array>; issues: Issue[] };

export async function writeDataset(
  format: Format,
  dataset: Dataset,
  options: WriteOptions,
): Promise<Written> {
  const written: Written = { files: {}, issues: [] };
  if (!format.write) throw new Error(`${format.id} cannot write`);
  for await (const out of format.write(datasetSource(dataset), options)) {
    if (isOutFile(out)) {
      if (out.path in written.files) throw new Error(`${out.path} is written twice`);
      written.files[out.path] = await outFileBytes(out);
    } else written.issues.push(out);
  }
  return written;
}

export function readDataset(
  format: Format,
  files: Record<string, string | Uint8Array>,
  options?: ReadOptions,
): Promise<Dataset> {
  if (!format.read) throw new Error(`${format.id} cannot read`);
  return collectDataset(format.read(memoryTree(files), options));
}

export function isOutFile(out: OutFile | Issue): out is OutFile {
  return "content" in out;
}
