"use client";

import { useCallback, useEffect, useState } from "react";
import type { ExternalToast } from "sonner";

/** How long the way back stays on screen. */
const UNDO_MS = 8000;
/** Long after the page is usable; from then on a toast can say that the server is away. */
const PRELOAD_AFTER_MS = 5_000;

type Loaded = typeof import("./loaded-toaster");
type Said = {
  kind: "message" | "success" | "warning" | "error";
  message: string;
  options: ExternalToast | undefined;
};

/** What was said before it could be shown, oldest first. */
const waiting: Said[] = [];
let sayNow: ((said: Said) => void) | null = null;
let dismissNow: ((id: string) => void) | null = null;
let load: (() => void) | null = null;

function say(kind: Said["kind"], message: string, options?: ExternalToast): void {
  const said = { kind, message, options };
  if (sayNow) {
    sayNow(said);
    return;
  }
  waiting.push(said);
  load?.();
}

/** Says something at the edge of the screen. What shows it is loaded with the first, and a while after the page. */
export const toast = Object.assign(
  (message: string, options?: ExternalToast) => say("message", message, options),
  {
    success: (message: string, options?: ExternalToast) => say("success", message, options),
    warning: (message: string, options?: ExternalToast) => say("warning", message, options),
    error: (message: string, options?: ExternalToast) => say("error", message, options),
    /** Takes back what was said with this `id`. */
    dismiss: (id: string) => dismissNow?.(id),
  },
);

/** Belongs into every page, once. */
export function Toaster() {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    // What could not be loaded is asked for again by the next toast.
    load = () => void import("./loaded-toaster").then(setLoaded, () => undefined);
    if (waiting.length > 0) load();
    const timer = setTimeout(load, PRELOAD_AFTER_MS);
    return () => {
      clearTimeout(timer);
      load = null;
      sayNow = dismissNow = null;
    };
  }, []);
  const onReady = useCallback(() => {
    if (!loaded) return;
    const { toast: shown } = loaded;
    sayNow = ({ kind, message, options }) => void shown[kind](message, options);
    dismissNow = (id) => void shown.dismiss(id);
    for (const said of waiting.splice(0)) sayNow(said);
  }, [loaded]);
  return loaded ? <loaded.LoadedToaster onReady={onReady} /> : null;
}

/** Says what was done and offers the way back; the answer to "are you sure?". */
export function toastUndo(options: {
  message: string;
  description?: string | undefined;
  undoLabel: string;
  onUndo: () => void | Promise<void>;
}): void {
  toast(options.message, {
    ...(options.description === undefined ? {} : { description: options.description }),
    duration: UNDO_MS,
    action: { label: options.undoLabel, onClick: () => void options.onUndo() },
  });
}
