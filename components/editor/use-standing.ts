"use client";

import { useCallback, useEffect, useRef } from "react";
import { afterGesture } from "./after-gesture";
import { useEditor } from "./editor-context";
import { useEditorPage } from "./editor-page-context";
import { hear, knownAtOpen, lockOf, type News } from "./standing";
import { standingStore, useLoss } from "./standing-store";
import { useHeartbeat } from "./use-heartbeat";

/**
 * Keeps what the server says of the person and the open item: what is lost is locked, as soon as nothing is half made,
 * and what may be written again is loaded anew. The signs of life of the open editor bring the news. Answers with the
 * function that asks for them soon.
 */
export function useStanding({ isWatched }: { isWatched: boolean }): () => void {
  const editor = useEditor();
  const page = useEditorPage();
  const { data, project, saver } = page;
  const { id: itemId } = data.item;
  const loss = useLoss(itemId);
  const latest = useRef(page);
  useEffect(() => {
    latest.current = page;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: an item that is loaded anew after a loss stays lost.
  useEffect(() => {
    standingStore.setState({ known: knownAtOpen(itemId, data.work, project.role) });
    return () => standingStore.setState({ known: null });
  }, [itemId]);

  const onNews = useCallback((of: string, news: News) => {
    const { known } = standingStore.getState();
    if (known?.itemId !== of) return;
    const next = hear(known, news);
    standingStore.setState({ known: next });
    if (news !== "removed" && news.standing === "held") synchronise(latest.current, news);
    else if (known.loss && !next.loss) latest.current.reload();
  }, []);
  const beat = useHeartbeat({ itemId, editor, isWatched, onNews });

  const lock = lockOf(loss);
  useEffect(() => {
    if (lock === null || editor.isReadOnly) return;
    return afterGesture({ editor, work: () => latest.current.lock?.(lock), input: window });
  }, [lock, editor]);

  // Whoever goes on where a place is free has it again with what they do.
  useEffect(() => {
    if (loss === null) return;
    let { waiting } = saver.status();
    return saver.subscribe(() => {
      const before = waiting;
      waiting = saver.status().waiting;
      if (before > 0 && waiting === 0) beat();
    });
  }, [loss, saver, beat]);

  return beat;
}

/** What came back from review may be written again, and what was accepted meanwhile may not. */
function synchronise(
  { data, saver, reload }: ReturnType<typeof useEditorPage>,
  { readReason }: Exclude<News, "removed">,
): void {
  const { kind } = saver.status();
  const isSettled = kind === "saved" || kind === "refused";
  if (isSettled && data.work.readReason !== readReason) reload();
}
