"use client";

import { createContext, useContext, useEffect } from "react";
import type { UploadInbox } from "./upload-inbox";

export const UploadContext = createContext<UploadInbox | null>(null);

/** For places that take files. Throws outside of `UploadProvider`. */
export function useUpload(): UploadInbox {
  const inbox = useContext(UploadContext);
  if (inbox === null) throw new Error("useUpload needs an UploadProvider above it.");
  useEffect(() => inbox.prepare(), [inbox]);
  return inbox;
}
