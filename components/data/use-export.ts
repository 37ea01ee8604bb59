import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { apiFetch } from "@/lib/api/client";
import {
  type ExportRequest,
  type ExportStatus,
  exportCreatedSchema,
  exportStatusSchema,
} from "@/lib/api/exports";
import { isFinished } from "@/lib/api/jobs";

/** Changes within this time are previewed together. */
const SETTLE_MS = 400;
const POLL_MS = 400;

/**
 * Keeps a preview of the export in step with the request; an outdated one is cancelled. `request`
 * null: there is nothing to preview.
 */
export function useExport(projectId: string, request: ExportRequest | null) {
  const [exportId, setExportId] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const base = `/api/v1/projects/${projectId}/exports`;
  const body = JSON.stringify(request);
  const isDownloaded = useRef(false);

  useEffect(() => {
    setExportId(null);
    setError(null);
    isDownloaded.current = false;
    if (body === "null") return;
    const controller = new AbortController();
    let created: string | null = null;
    const timer = setTimeout(async () => {
      try {
        const answer = await apiFetch(base, {
          method: "POST",
          body: JSON.parse(body),
          schema: exportCreatedSchema,
        });
        created = answer.exportId;
        if (controller.signal.aborted) drop(`${base}/${created}`);
        else setExportId(created);
      } catch (cause) {
        if (!controller.signal.aborted) setError(cause);
      }
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
      if (created !== null && !isDownloaded.current) drop(`${base}/${created}`);
    };
  }, [base, body]);

  const status = useQuery({
    queryKey: ["export", exportId],
    enabled: exportId !== null,
    queryFn: ({ signal }) =>
      apiFetch(`${base}/${exportId}`, { schema: exportStatusSchema, signal }),
    refetchInterval: ({ state: { data } }) =>
      isBusy(data, isDownloaded.current) ? POLL_MS : false,
  });
  return {
    status: status.data ?? null,
    error: error ?? status.error,
    /** Hands the zip to the browser, which saves it. */
    download() {
      if (exportId === null) return;
      isDownloaded.current = true;
      const link = document.createElement("a");
      link.href = `${base}/${exportId}/download`;
      link.download = "";
      link.click();
      setTimeout(() => void status.refetch(), POLL_MS);
    },
    async cancel() {
      if (exportId === null) return;
      await apiFetch(`${base}/${exportId}`, { method: "DELETE" });
      await status.refetch();
    },
  };
}

function isBusy(status: ExportStatus | undefined, isAwaitingDownload: boolean): boolean {
  if (status === undefined || !isFinished(status.state)) return true;
  return status.download ? status.download.state === "running" : isAwaitingDownload;
}

/** A failure does not matter: the preview ends by itself. */
function drop(path: string): void {
  apiFetch(path, { method: "DELETE" }).catch(() => undefined);
}
