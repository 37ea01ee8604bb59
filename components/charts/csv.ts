/** RFC 4180; a cell that a spreadsheet would take for a formula is quoted with an apostrophe before it. */
export function csvOf(table: {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}): string {
  return [table.columns, ...table.rows].map((row) => row.map(cellOf).join(",")).join("\r\n");
}

function cellOf(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
