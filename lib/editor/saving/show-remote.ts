import type { Annotation } from "@/lib/annotation/annotation";
import type { Change } from "@/lib/annotation/patch";
import type { EditorDocument } from "../document";
import type { RemoteChanges } from "./lane";
import { isSameAnnotation } from "./same-annotation";

/** Puts others' work into the document; what it shows already stays the same object. */
export function showRemote(document: EditorDocument, remote: RemoteChanges): void {
  const shown = document.current();
  const patch = new Map<string, Change<Annotation>>();
  for (const [id, after] of remote) {
    const before = shown.get(id) ?? null;
    if (!isSameAnnotation(before, after)) patch.set(id, { before, after });
  }
  document.commit(patch, "remote");
}
