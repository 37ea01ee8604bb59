import { fileURLToPath } from "node:url";

/** Path of a recording of this folder; make-fixtures.sh says what they are. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
