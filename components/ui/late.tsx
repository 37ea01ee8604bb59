"use client";

import { type ComponentType, type ReactNode, useEffect, useState } from "react";

const RETRY_MS = 2_000;
const MAX_RETRY_MS = 30_000;

/**
 * A component whose code comes after the page. Until it is there, `meanwhile` is shown; when it cannot be fetched (nobody
 * answers at the moment) it is asked for again, and the page around it goes on. Not for what a page cannot do without.
 */
export function late<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile: ReactNode = null,
): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Late(props: P) {
    const [Loaded, setLoaded] = useState<ComponentType<P> | null>(() => loaded);
    useEffect(() => {
      if (Loaded) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isGone = false;
      async function ask(delayMs: number) {
        try {
          loaded = await load();
          if (!isGone) setLoaded(() => loaded);
        } catch {
          if (!isGone) timer = setTimeout(ask, delayMs, Math.min(MAX_RETRY_MS, delayMs * 2));
        }
      }
      void ask(RETRY_MS);
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    }, [Loaded]);
    return Loaded ? <Loaded {...props} /> : meanwhile;
  };
}
