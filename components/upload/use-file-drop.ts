"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { toast } from "@/components/ui/toast";
import { partRecords } from "./accepted-files";
import { type ChosenFile, filesOfTransfer } from "./collect-files";
import type { UploadTarget } from "./upload-entry";
import type { UploadInbox } from "./upload-inbox";

/** A folder is walked while its first files are sent already. */
const ADD_AT_A_TIME = 200;

/**
 * Takes files and folders that are dropped anywhere on the window, or pasted, while mounted. True while something is dragged
 * over it.
 */
export function useFileDrop({
  upload,
  target,
  onAdded,
}: {
  upload: UploadInbox;
  target: UploadTarget;
  onAdded?: (() => void) | undefined;
}): boolean {
  const unreadable = useTranslations("upload")("folderUnreadable");
  const { projectId, mediaKind } = target;
  const [isOver, setOver] = useState(false);
  const latest = useRef(onAdded);
  useEffect(() => {
    latest.current = onAdded;
  });
  useEffect(() => {
    const scope = new AbortController();
    const { signal } = scope;
    let depth = 0;
    const take = (transfer: DataTransfer) => {
      const target = { projectId, mediaKind };
      addTransfer(upload, target, transfer)
        .then((records) => upload.openRecords(target, records))
        .catch(() => toast.error(unreadable))
        .then(() => latest.current?.());
    };
    const enter = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      depth = Math.max(0, depth - 1);
      setOver(depth > 0);
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      // Two places on one page may listen; the first that takes it has it.
      if (event.defaultPrevented || !event.dataTransfer || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      take(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isTextField(event.target)) return;
      if (!event.clipboardData || !hasFiles(event.clipboardData)) return;
      event.preventDefault();
      take(event.clipboardData);
    };
    window.addEventListener("dragenter", enter, { signal });
    window.addEventListener("dragleave", leave, { signal });
    // Without this the browser would open the file in place of the page.
    window.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    window.addEventListener("drop", drop, { signal });
    window.addEventListener("paste", paste, { signal });
    return () => scope.abort();
  }, [upload, projectId, mediaKind, unreadable]);
  return isOver;
}

/** Puts items into the queue as they are found; answers with the tables and datasets among them. */
async function addTransfer(
  upload: UploadInbox,
  target: UploadTarget,
  transfer: DataTransfer,
): Promise<File[]> {
  const records: File[] = [];
  let batch: ChosenFile[] = [];
  let isFirst = true;
  try {
    for await (const file of filesOfTransfer(transfer)) {
      batch.push(file);
      if (batch.length < ADD_AT_A_TIME) continue;
      add(false);
    }
  } finally {
    add(isFirst);
  }
  return records;

  function add(isAll: boolean) {
    const parted = partRecords(batch, { kind: target.mediaKind, isAll });
    records.push(...parted.records);
    upload.add(target, parted.items);
    batch = [];
    isFirst = false;
  }
}

function hasFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes("Files") ?? false;
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, [contenteditable]");
}
