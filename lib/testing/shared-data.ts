import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A folder of the shared test data, or null with a printed reason (to stderr: benches speak JSON) when it is absent: then the
 * tests that need it skip. `TRAZO_TEST_DATA` says where it is, relative to the project.
 */
export function sharedData(folder: string): string | null {
  const root = path.resolve(PROJECT_ROOT, process.env["TRAZO_TEST_DATA"] ?? "../shared/data");
  const found = path.join(root, folder);
  if (existsSync(found)) return found;
  console.warn(`Skipping: ${found} is absent (TRAZO_TEST_DATA names the folder of test data).`);
  return null;
}
