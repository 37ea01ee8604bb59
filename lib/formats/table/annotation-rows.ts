import type { FileTree, Issue } from "../format";
import { type RowOptions, readRows, type TableRow } from "./rows";

export const OWN_CSV: RowOptions = {
  format: "csv",
  encoding: null,
  csv: { delimiter: ",", hasQuotes: true },
};

/** The rows of annotations.csv, item by item as items.csv has them. */
export type AnnotationRows = {
  of(item: string): Promise<readonly TableRow[]>;
  /** First rows and numbers of those whose item did not come, when all items have. */
  left(): Promise<{ item: string; where: string; count: number }[]>;
  issues: Issue[];
};

/**
 * Where both tables are in the order in which they were written, they are read side by side and
 * nothing is held. Somebody who sorted them in a spreadsheet has them held in memory instead.
 */
export async function openAnnotationRows(
  files: FileTree,
  { path, itemsPath }: { path: string; itemsPath: string },
): Promise<AnnotationRows> {
  const isOrdered = (await isAscending(files, path)) && (await isAscending(files, itemsPath));
  const issues: Issue[] = [];
  const rows = rowsOf(files, path, issues);
  return isOrdered ? sideBySide(rows, issues) : await heldRows(rows, issues);
}

export function itemOf({ cells }: TableRow): string {
  const item = cells["item"];
  return typeof item === "string" ? item : "";
}

async function isAscending(files: FileTree, path: string): Promise<boolean> {
  let last = Number.NEGATIVE_INFINITY;
  for await (const event of readRows(files.stream(path), OWN_CSV)) {
    if (event.type !== "row") continue;
    const number = Number(itemOf(event.row));
    if (!(number >= last)) return false;
    last = number;
  }
  return true;
}

async function* rowsOf(files: FileTree, path: string, issues: Issue[]): AsyncGenerator<TableRow> {
  for await (const event of readRows(files.stream(path), { ...OWN_CSV, where: path })) {
    if (event.type === "issue") issues.push(event.issue);
    else if (event.type === "row") yield event.row;
  }
}

function sideBySide(rows: AsyncGenerator<TableRow>, issues: Issue[]): AnnotationRows {
  /** Read, and of an item that is still to come. */
  let waiting: TableRow | null = null;
  const strays: { item: string; where: string; count: number }[] = [];
  async function nextRow(): Promise<TableRow | null> {
    const found = await rows.next();
    return found.done ? null : found.value;
  }
  /** Takes rows as long as their item is at most this one. */
  async function take(upTo: number): Promise<TableRow[]> {
    const taken: TableRow[] = [];
    while (true) {
      const row: TableRow | null = waiting ?? (await nextRow());
      waiting = row;
      if (!row || Number(itemOf(row)) > upTo) break;
      taken.push(row);
      waiting = null;
    }
    return taken;
  }
  function setAside(row: TableRow): void {
    const last = strays.at(-1);
    const item = itemOf(row);
    if (last?.item === item) last.count += 1;
    else strays.push({ item, where: row.where, count: 1 });
  }
  return {
    async of(item) {
      const own: TableRow[] = [];
      for (const row of await take(Number(item))) {
        if (itemOf(row) === item) own.push(row);
        else setAside(row);
      }
      return own;
    },
    async left() {
      for (const row of await take(Number.POSITIVE_INFINITY)) setAside(row);
      return strays;
    },
    issues,
  };
}

async function heldRows(rows: AsyncIterable<TableRow>, issues: Issue[]): Promise<AnnotationRows> {
  const byItem = new Map<string, TableRow[]>();
  for await (const row of rows) {
    const found = byItem.get(itemOf(row));
    if (found) found.push(row);
    else byItem.set(itemOf(row), [row]);
  }
  return {
    async of(item) {
      const own = byItem.get(item) ?? [];
      byItem.delete(item);
      return own;
    },
    left: async () =>
      [...byItem].map(([item, own]) => ({ item, where: own[0]?.where ?? "", count: own.length })),
    issues,
  };
}
