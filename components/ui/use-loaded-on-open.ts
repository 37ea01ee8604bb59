import { useEffect, useState } from "react";

/** Long after the page is usable; from then on it opens without the server too. */
const PRELOAD_AFTER_MS = 5_000;

/**
 * For what a popover shows and the page seldom needs: its module is loaded when it is first opened, and some seconds after
 * the page anyway. It opens when it is there, so that nothing of it appears late. `load` must be the same function always.
 */
export function useLoadedOnOpen<M>(load: () => Promise<M>) {
  const [loaded, setLoaded] = useState<M | null>(null);
  const [wantsOpen, setOpen] = useState(false);
  useEffect(() => {
    if (loaded !== null) return;
    const start = () =>
      void load().then(
        (module) => setLoaded(() => module),
        // The next press tries again.
        () => setOpen(false),
      );
    if (wantsOpen) start();
    const timer = setTimeout(start, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [load, loaded, wantsOpen]);
  return { loaded, isOpen: wantsOpen && loaded !== null, setOpen };
}
