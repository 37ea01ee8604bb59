"use client";

import { useMemo } from "react";
import type { Thread } from "@/lib/api/talk";
import { useEditor } from "../editor-context";
import { useEditorPage } from "../editor-page-context";
import { type Anchor, talkStore, WHOLE } from "./talk-store";

/** What bar, stage, panel and keys do with comments, all the same way. */
export function useTalkActions() {
  const editor = useEditor();
  const { setSidePanel, project } = useEditorPage();
  const mayWrite = project.role !== "viewer";
  return useMemo(() => {
    function showPanel(): void {
      editor.preferences.setState({ isPanelOpen: true });
      setSidePanel("comments");
    }
    function begin(draft: Anchor): void {
      showPanel();
      talkStore.setState({ draft, isPlacing: false, threadId: null });
    }
    return {
      mayWrite,
      showPanel,
      begin,
      beginWhole: () => begin(WHOLE),
      /** About the selected annotation; with none, the next press on the stage says where. */
      beginHere(): void {
        const { selection } = editor.session.getState();
        const [only] = selection;
        if (only !== undefined && selection.size === 1) begin({ annotationId: only, point: null });
        else talkStore.setState({ isPlacing: true, draft: null });
      },
      open(thread: Thread): void {
        showPanel();
        talkStore.setState({ threadId: thread.id, draft: null, isPlacing: false });
        const { annotationId } = thread;
        if (annotationId === null || !editor.document.current().has(annotationId)) return;
        editor.select([annotationId]);
        editor.reveal(annotationId);
      },
    };
  }, [editor, setSidePanel, mayWrite]);
}
