import type { AnnotationId } from "@/lib/annotation/annotation";
import type { Editor } from "@/lib/editor/editor";

/** Hides (locks) these annotations, or shows (unlocks) them again. The session's sets are replaced. */
export function setInSession(
  editor: Editor,
  { set, ids, isOn }: { set: "hidden" | "locked"; ids: Iterable<AnnotationId>; isOn: boolean },
): void {
  const next = new Set(editor.session.getState()[set]);
  for (const id of ids) {
    if (isOn) next.add(id);
    else next.delete(id);
  }
  editor.session.setState({ [set]: next, hover: null });
}
