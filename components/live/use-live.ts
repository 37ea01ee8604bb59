"use client";

import { useEffect, useRef } from "react";
import type { LiveEvent, LiveKind } from "@/lib/api/live";
import type { LiveNews } from "./live-connection";

/**
 * Hears of what happens in a project while the page is open. Events are hints: fetch what they are about. `missed` comes
 * when the line was down: fetch everything that is shown. The code that keeps the line is loaded after the page.
 * `kinds` are those of the first render. Without a project nothing is told.
 */
export function useLive<K extends LiveKind>(
  projectId: string | null,
  kinds: readonly K[],
  handler: (news: Extract<LiveEvent, { kind: K }> | { kind: "missed" }) => void,
): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const wanted = useRef<ReadonlySet<string>>(new Set([...kinds, "missed"]));
  useEffect(() => {
    if (projectId === null) return;
    let end = () => {};
    let isGone = false;
    const hear = (news: LiveNews) => {
      if (wanted.current.has(news.kind)) latest.current(news as Parameters<typeof handler>[0]);
    };
    import("./open-live").then(
      ({ acquireLive }) => {
        if (isGone) return;
        const { connection, release } = acquireLive(projectId);
        const stop = connection.subscribe(hear);
        end = () => {
          stop();
          release();
        };
      },
      // The page works without; it asks by the clock and when it is looked at.
      () => undefined,
    );
    return () => {
      isGone = true;
      end();
    };
  }, [projectId]);
}
