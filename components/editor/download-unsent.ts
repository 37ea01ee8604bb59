import type { UnsentWork } from "@/lib/editor/saving/saver";

/** Gives the work that the server does not have as a file, so that it can be kept or sent on. */
export function downloadUnsent(work: UnsentWork, itemName: string): void {
  const json = JSON.stringify({ item: itemName, ...work }, null, 2);
  const url = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `unsaved ${itemName.replaceAll("/", " ")}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
