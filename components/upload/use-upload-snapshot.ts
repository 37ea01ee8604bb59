"use client";

import { useSyncExternalStore } from "react";
import { IDLE, type UploadSnapshot } from "./upload-entry";
import type { UploadQueue } from "./upload-queue";

export function useUploadSnapshot(queue: UploadQueue): UploadSnapshot {
  return useSyncExternalStore(queue.subscribe, queue.getSnapshot, () => IDLE);
}
