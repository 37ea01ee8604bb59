"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import type { UploadSnapshot } from "./upload-entry";
import { IDLE } from "./upload-entry";
import type { UploadQueue } from "./upload-queue";

export interface UploadValue {
  queue: UploadQueue;
  openSheet(): void;
}

export const UploadContext = createContext<UploadValue | null>(null);

/** The queue of this page. Throws outside of `UploadProvider`. */
export function useUpload(): UploadValue {
  const value = useContext(UploadContext);
  if (value === null) throw new Error("useUpload needs an UploadProvider above it.");
  return value;
}

export function useUploadSnapshot(queue: UploadQueue): UploadSnapshot {
  return useSyncExternalStore(queue.subscribe, queue.getSnapshot, () => IDLE);
}
