import { csvOf } from "./csv";

/** Gives the browser a table as a file of that name. */
export function saveCsv(name: string, table: Parameters<typeof csvOf>[0]): void {
  const url = URL.createObjectURL(new Blob([csvOf(table)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
