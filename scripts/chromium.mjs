import { existsSync } from "node:fs";
import path from "node:path";

/** The browser that tests and benchmarks use; undefined means Playwright's own download. */
export function chromiumPath() {
  const named = process.env.PLAYWRIGHT_CHROMIUM_PATH;
  if (named) return named;
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, "chromium");
    if (existsSync(file)) return file;
  }
  return undefined;
}

/** Works as root and without a GPU, and keeps the browser from calling home. */
export const CHROMIUM_ARGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
