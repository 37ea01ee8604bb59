"use client";

import { type ReactNode, useEffect, useState } from "react";
import { createInbox, UPLOADS_KEY } from "./upload-inbox";
import { UploadContext } from "./use-upload";

/** As the memory of uploads is written when all have ended. */
const NO_UPLOADS = "[]";

type Loaded = typeof import("./upload-desk");

/**
 * Holds what is uploaded, so that it goes on while the person walks through the application. What does the work is loaded
 * where files can be added, or when uploads of a page before wait. Belongs into the layout of the signed-in pages, once.
 */
export function UploadProvider({ children }: { children: ReactNode }) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [inbox] = useState(() =>
    // What could not be loaded is asked for again with the next files, and when the connection is back.
    createInbox(() => void import("./upload-desk").then(setLoaded, () => undefined)),
  );
  useEffect(() => {
    const look = () => {
      const kept = localStorage.getItem(UPLOADS_KEY);
      if (kept !== null && kept !== NO_UPLOADS) inbox.prepare();
    };
    look();
    window.addEventListener("storage", look);
    window.addEventListener("online", inbox.wakeUp);
    return () => {
      window.removeEventListener("storage", look);
      window.removeEventListener("online", inbox.wakeUp);
    };
  }, [inbox]);
  return (
    <UploadContext value={inbox}>
      {children}
      {loaded === null ? null : <loaded.UploadDesk inbox={inbox} />}
    </UploadContext>
  );
}
