import type { ChosenFile } from "./collect-files";
import type { UploadTarget } from "./upload-entry";

/** Where the browser keeps the uploads that have begun. */
export const UPLOADS_KEY = "trazo-uploads";

/** What uploads. */
export interface UploadDesk {
  /** Puts files into the queue. */
  add(target: UploadTarget, files: readonly ChosenFile[]): void;
  /** Shows a table or dataset before it is taken in; several one after the other. */
  openRecords(target: UploadTarget, files: readonly File[]): void;
}

/** Takes files at any time; what comes before the desk is there waits for it, in order. */
export interface UploadInbox extends UploadDesk {
  /** Files are likely to come: loads the desk. Nothing happens when it is there, or on its way. */
  prepare(): void;
  /** The connection is back: the desk may not have come for those who wait. */
  wakeUp(): void;
  /** Returns the function that closes it. */
  openDesk(desk: UploadDesk): () => void;
}

/** `load` brings a desk that opens itself; it is called again when that has not happened and more comes. */
export function createInbox(load: () => void): UploadInbox {
  let open: UploadDesk | null = null;
  let waiting: ((desk: UploadDesk) => void)[] = [];

  function hand(work: (desk: UploadDesk) => void): void {
    if (open) {
      work(open);
      return;
    }
    waiting.push(work);
    load();
  }

  return {
    add: (target, files) => hand((desk) => desk.add(target, files)),
    openRecords: (target, files) => hand((desk) => desk.openRecords(target, files)),
    prepare: () => {
      if (!open) load();
    },
    wakeUp: () => {
      if (waiting.length > 0) load();
    },
    openDesk(desk) {
      open = desk;
      const handed = waiting;
      waiting = [];
      for (const work of handed) work(desk);
      return () => {
        open = null;
      };
    },
  };
}
