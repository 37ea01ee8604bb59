"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { findUpload } from "./open-upload";
import { interruptedUploads, leaveUploads, uploadMemory } from "./upload-memory";

export type Interrupted = {
  uploadId: string;
  projectId: string;
  path: string;
  sizeBytes: number;
  receivedBytes: number;
};

const NONE: readonly Interrupted[] = [];
const CHECK_EVERY_MS = 30_000;

/**
 * Uploads that a page of this browser began and did not end, as far as the server has them and
 * they are this person's.
 */
export function useInterrupted(): readonly Interrupted[] {
  const kept = useSyncExternalStore(uploadMemory.subscribe, uploadMemory.get, () => null);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CHECK_EVERY_MS);
    window.addEventListener("pagehide", leaveUploads);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", leaveUploads);
    };
  }, []);
  const waiting = kept === null ? [] : interruptedUploads(kept, now);
  const { data } = useQuery({
    queryKey: ["interrupted-uploads", ...waiting.map(({ uploadId }) => uploadId)],
    enabled: waiting.length > 0,
    queryFn: async ({ signal }) => {
      const found = await Promise.all(
        waiting.map(async ({ uploadId, projectId, path, sizeBytes }) => {
          const upload = await findUpload(uploadId, signal);
          const { receivedBytes } = upload ?? { receivedBytes: 0 };
          return upload && { uploadId, projectId, path, sizeBytes, receivedBytes };
        }),
      );
      return found.filter((upload) => upload !== null);
    },
  });
  return waiting.length === 0 ? NONE : (data ?? NONE);
}
