"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { late } from "@/components/ui/late";
import { toast } from "@/components/ui/toast";
import { useEver } from "@/components/ui/use-ever";
import type { DatasetView, UploadTarget } from "./upload-entry";
import type { UploadInbox } from "./upload-inbox";
import { UploadPill } from "./upload-pill";
import { UploadQueue } from "./upload-queue";
import { useInterrupted } from "./use-interrupted";
import { useUploadSnapshot } from "./use-upload-snapshot";

const DatasetDialog = late(() => import("./dataset-dialog").then((module) => module.DatasetDialog));
const RecordsDialog = late(() => import("./records-dialog").then((module) => module.RecordsDialog));
const UploadSheet = late(() => import("./upload-sheet").then((module) => module.UploadSheet));

/** A file that waits to be looked at. */
type Records = { id: number; target: UploadTarget; file: File };

/** Lists that show the project are fetched again so often while files come in. */
const REFRESH_MS = 3_000;
const DONE_TOAST = "uploads-done";

/** Takes what pages hand in and uploads it, with a pill that shows how far it is. */
export function UploadDesk({ inbox }: { inbox: UploadInbox }) {
  const [queue] = useState(() => new UploadQueue());
  const [isOpen, setOpen] = useState(false);
  const isSheetNeeded = useEver(isOpen);
  const nextRecord = useRef(1);
  const [records, setRecords] = useState<readonly Records[]>([]);
  const closeRecords = useCallback(() => setRecords((waiting) => waiting.slice(1)), []);
  useEffect(
    () =>
      inbox.openDesk({
        add: (target, files) => queue.add(target, files),
        openRecords(target, files) {
          const added = files.map((file) => ({ id: nextRecord.current++, target, file }));
          setRecords((waiting) => [...waiting, ...added]);
        },
      }),
    [inbox, queue],
  );
  const [record] = records;
  const interrupted = useInterrupted();
  const [dataset, setDataset] = useState<DatasetView | null>(null);
  const closeDataset = useCallback(() => setDataset(null), []);
  const settle = useCallback((id: number) => queue.settleDataset(id), [queue]);
  useNewDataset(queue, setDataset);
  return (
    <>
      <UploadEffects queue={queue} isSheetOpen={isOpen} />
      <UploadPill queue={queue} interrupted={interrupted.length} onOpen={() => setOpen(true)} />
      {isSheetNeeded ? (
        <UploadSheet
          queue={queue}
          interrupted={interrupted}
          isOpen={isOpen}
          onOpenChange={setOpen}
          onLook={(next) => {
            setOpen(false);
            setDataset(next);
          }}
        />
      ) : null}
      {record === undefined ? null : (
        <RecordsDialog key={record.id} {...record} onClose={closeRecords} />
      )}
      {dataset === null ? null : (
        <DatasetDialog
          key={dataset.id}
          dataset={dataset}
          onClose={closeDataset}
          onSettled={settle}
        />
      )}
    </>
  );
}

/** A dataset is shown at once where its project's items are; elsewhere somebody may be at work. */
function useNewDataset(queue: UploadQueue, onNew: (dataset: DatasetView) => void): void {
  const { datasets } = useUploadSnapshot(queue);
  const pathname = usePathname();
  const known = useRef(0);
  useEffect(() => {
    const latest = datasets.at(-1);
    if (latest === undefined || latest.id <= known.current) return;
    known.current = latest.id;
    if (pathname === `/projects/${latest.projectId}/items`) onNew(latest);
  }, [datasets, pathname, onNew]);
}

function UploadEffects({ queue, isSheetOpen }: { queue: UploadQueue; isSheetOpen: boolean }) {
  useLeaveWarning(queue);
  useRefresh(queue, isSheetOpen);
  useEffect(() => {
    const wakeUp = () => queue.wakeUp();
    window.addEventListener("online", wakeUp);
    return () => window.removeEventListener("online", wakeUp);
  }, [queue]);
  return null;
}

function useLeaveWarning(queue: UploadQueue): void {
  const { status } = useUploadSnapshot(queue);
  const isBusy = status === "running" || status === "waiting" || status === "paused";
  useEffect(() => {
    if (!isBusy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isBusy]);
}

/** Shows new items where the project is on screen, and says when all is done. */
function useRefresh(queue: UploadQueue, isSheetOpen: boolean): void {
  useEffect(() => {
    if (isSheetOpen) toast.dismiss(DONE_TOAST);
  }, [isSheetOpen]);
  const t = useTranslations("upload");
  const client = useQueryClient();
  const router = useRouter();
  const snapshot = useUploadSnapshot(queue);
  const { added, duplicates, problems, status, projectIds } = snapshot;
  const shown = useRef({ added: 0, at: 0, status });
  useEffect(() => {
    const last = shown.current;
    const isDone = status === "done" && last.status !== "done";
    const now = performance.now();
    const isNews = added > last.added && now - last.at > REFRESH_MS;
    if (isDone || isNews) {
      client.invalidateQueries({
        predicate: ({ queryKey }) => projectIds.some((id) => queryKey.includes(id)),
      });
      if (isDone) router.refresh();
      shown.current = { added, at: now, status };
    } else shown.current = { ...last, added: Math.min(last.added, added), status };
    // The open sheet says it already, and the toast would cover its buttons.
    const isSaid = added + duplicates + problems.length > 0;
    if (!isDone || isSheetOpen || !isSaid) return;
    const message = t("doneToast", { added, duplicates, problems: problems.length });
    if (problems.length > 0) toast.warning(message, { id: DONE_TOAST });
    else toast.success(message, { id: DONE_TOAST });
  }, [added, duplicates, problems, status, projectIds, isSheetOpen, client, router, t]);
}
