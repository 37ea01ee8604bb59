"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import type { UploadSnapshot, UploadTarget } from "./upload-entry";
import { IDLE } from "./upload-entry";
import type { UploadQueue } from "./upload-queue";

export interface UploadValue {
  queue: UploadQueue;
  openSheet(): void;
  /** Shows a table or dataset before it is taken in; several one after the other. */
  openRecords(target: UploadTarget, files: readonly File[]): void;
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
