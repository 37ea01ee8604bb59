"use client";

import { useCallback, useEffect, useRef } from "react";
import { ApiError, apiFetch } from "@/lib/api/client";
import { HEARTBEAT_MS, type HeartbeatAnswer, heartbeatAnswerSchema } from "@/lib/api/work";
import type { Editor } from "@/lib/editor/editor";
import { browserActivity } from "./activity";
import { giveBack, TAB_ID } from "./give-back";
import type { News } from "./standing";

/** What is in hand is told so soon, when somebody is there to see it. */
const HAND_MS = 600;
/** Who steps on at once was never there. */
const ARRIVED_MS = 700;
/** What is asked for in one breath is asked once; and not by all who hear of one thing in the same moment. */
const SOON_MS = 400;
/** The next sign waits for this one no longer. */
const ANSWER_MS = 15_000;
/** The most that one sign may claim. */
const MAX_CLAIM_MS = 120_000;
/** After one of these the page may have slept: what it knows of the item is old. */
const WAKINGS = ["focus", "online", "pageshow"] as const;

/** One sign after the other, so that the last one says where the person is. */
let sending: Promise<void> = Promise.resolve();

/** Null: offline, nobody was asked. */
async function send(itemId: string, editor: Editor): Promise<HeartbeatAnswer | null> {
  if (!navigator.onLine) return null;
  const { time } = browserActivity();
  const activeMs = Math.min(MAX_CLAIM_MS, time.pendingMs());
  const { selection } = editor.session.getState();
  const [only = null] = selection.size === 1 ? selection : [];
  const answer = await apiFetch(`/api/v1/items/${itemId}/heartbeat`, {
    method: "POST",
    body: { clientId: TAB_ID, activeMs, annotationId: only },
    signal: AbortSignal.timeout(ANSWER_MS),
    schema: heartbeatAnswerSchema,
  });
  time.take(activeMs);
  return answer;
}

/**
 * Tells the server every HEARTBEAT_MS that the item is open and looked at, with the time that the person was at work.
 * `isWatched`: others are here, so that they are told sooner what is in hand. `onNews` hears how the person stands to the
 * item. Answers with a function that tells (and asks) soon, for when something may have changed.
 */
export function useHeartbeat(options: {
  itemId: string;
  editor: Editor;
  isWatched: boolean;
  onNews(itemId: string, news: News): void;
}): () => void {
  const { itemId, editor } = options;
  const latest = useRef(options);
  const soon = useRef(() => {});
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    let isGone = false;
    let hand: ReturnType<typeof setTimeout> | undefined;
    let asking: ReturnType<typeof setTimeout> | undefined;
    const isVisible = () => document.visibilityState === "visible";
    const beat = () => {
      if (isGone || !isVisible()) return;
      sending = sending.then(async () => {
        if (isGone) return;
        try {
          const answer = await send(itemId, editor);
          if (answer && !isGone) latest.current.onNews(itemId, answer);
        } catch (error) {
          // No member any more. Otherwise the next one says it again, with the time of both.
          if (error instanceof ApiError && error.status === 404 && !isGone) {
            latest.current.onNews(itemId, "removed");
          }
        }
      });
    };
    const beatSoon = () => {
      clearTimeout(asking);
      asking = setTimeout(beat, SOON_MS * (1 + Math.random()));
    };
    const onLeave = () => giveBack(itemId);
    const endSession = editor.session.subscribe((now, before) => {
      if (now.selection === before.selection || !latest.current.isWatched) return;
      clearTimeout(hand);
      hand = setTimeout(beat, HAND_MS);
    });
    soon.current = beatSoon;
    const first = setTimeout(beat, ARRIVED_MS);
    const beats = setInterval(beat, HEARTBEAT_MS);
    const endActivity = browserActivity().attend(() => isPlaying(editor));
    document.addEventListener("visibilitychange", beat);
    for (const name of WAKINGS) window.addEventListener(name, beatSoon);
    window.addEventListener("pagehide", onLeave);
    return () => {
      isGone = true;
      for (const timer of [hand, first, asking]) clearTimeout(timer);
      clearInterval(beats);
      endActivity();
      endSession();
      document.removeEventListener("visibilitychange", beat);
      for (const name of WAKINGS) window.removeEventListener(name, beatSoon);
      window.removeEventListener("pagehide", onLeave);
    };
  }, [itemId, editor]);

  // Away from the editor to another page: as a closed tab.
  const item = useRef(itemId);
  useEffect(() => {
    item.current = itemId;
  }, [itemId]);
  useEffect(() => () => giveBack(item.current), []);
  return useCallback(() => soon.current(), []);
}

function isPlaying(editor: Editor): boolean {
  const state: object = editor.session.getState();
  return "isPlaying" in state && state.isPlaying === true;
}
