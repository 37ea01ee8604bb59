"use client";

import { useCallback, useEffect, useRef } from "react";
import { apiFetch } from "@/lib/api/client";
import { HEARTBEAT_MS } from "@/lib/api/work";
import type { Editor } from "@/lib/editor/editor";
import { type ActiveTime, createActiveTime } from "./active-time";
import { giveBack, TAB_ID } from "./give-back";

const SIGNS = ["pointerdown", "pointermove", "wheel", "keydown", "input"] as const;
/** Sound that plays is looked at so often. */
const SOUND_MS = 5_000;
/** What is in hand is told so soon, when somebody is there to see it. */
const HAND_MS = 600;
/** Who steps on at once was never there. */
const ARRIVED_MS = 700;
/** The next sign waits for this one no longer. */
const ANSWER_MS = 15_000;
/** The most that one sign may claim. */
const MAX_CLAIM_MS = 120_000;

/** One per page: time that was not answered goes with the next sign, whichever item that is about. */
const time: ActiveTime = createActiveTime();
/** One sign after the other, so that the last one says where the person is. */
let sending: Promise<void> = Promise.resolve();

async function send(itemId: string, editor: Editor): Promise<void> {
  if (!navigator.onLine) return;
  const activeMs = Math.min(MAX_CLAIM_MS, time.pendingMs());
  const { selection } = editor.session.getState();
  const [only = null] = selection.size === 1 ? selection : [];
  await apiFetch(`/api/v1/items/${itemId}/heartbeat`, {
    method: "POST",
    body: { clientId: TAB_ID, activeMs, annotationId: only },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  time.take(activeMs);
}

/**
 * Tells the server every HEARTBEAT_MS that the item is open and looked at, with the time that the person was at work.
 * `isWatched`: others are here, so that they are told sooner what is in hand. Answers with a function that tells now, for
 * when the server may have forgotten: who is where is in its memory alone.
 */
export function useHeartbeat(options: {
  itemId: string;
  editor: Editor;
  isWatched: boolean;
}): () => void {
  const { itemId, editor } = options;
  const latest = useRef(options);
  const now = useRef(() => {});
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    const scope = new AbortController();
    const { signal } = scope;
    const listening = { signal, passive: true, capture: true };
    for (const name of SIGNS) {
      window.addEventListener(name, () => time.sign(performance.now()), listening);
    }
    return () => scope.abort();
  }, []);

  useEffect(() => {
    let isGone = false;
    let hand: ReturnType<typeof setTimeout> | undefined;
    const isVisible = () => document.visibilityState === "visible";
    const beat = () => {
      if (isGone || !isVisible()) return;
      sending = sending.then(async () => {
        if (isGone) return;
        try {
          await send(itemId, editor);
        } catch {
          // The next one says it again, with the time of both.
        }
      });
    };
    const onVisibility = () => {
      if (isVisible()) beat();
      else time.pause();
    };
    const onLeave = () => giveBack(itemId);
    const endSession = editor.session.subscribe((now, before) => {
      if (now.selection === before.selection || !latest.current.isWatched) return;
      clearTimeout(hand);
      hand = setTimeout(beat, HAND_MS);
    });
    now.current = beat;
    const first = setTimeout(beat, ARRIVED_MS);
    const beats = setInterval(beat, HEARTBEAT_MS);
    const sounds = setInterval(() => {
      if (isVisible() && document.hasFocus() && isPlaying(editor)) time.sign(performance.now());
    }, SOUND_MS);
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onLeave);
    return () => {
      isGone = true;
      clearTimeout(hand);
      clearTimeout(first);
      clearInterval(beats);
      clearInterval(sounds);
      endSession();
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", onLeave);
    };
  }, [itemId, editor]);

  // Away from the editor to another page: as a closed tab.
  const item = useRef(itemId);
  useEffect(() => {
    item.current = itemId;
  }, [itemId]);
  useEffect(() => () => giveBack(item.current), []);
  return useCallback(() => now.current(), []);
}

function isPlaying(editor: Editor): boolean {
  const state: object = editor.session.getState();
  return "isPlaying" in state && state.isPlaying === true;
}
