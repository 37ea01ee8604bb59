"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { ImportSteps } from "@/components/data/import-steps";
import { useImport } from "@/components/data/use-import";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { DatasetView } from "./upload-entry";

/**
 * An archive that proved to be a dataset: the same report and choices as on the data page, before
 * anything is written. Closed without a choice, it waits in the list of uploads.
 */
export function DatasetDialog({
  dataset,
  onClose,
  onSettled,
}: {
  dataset: DatasetView;
  onClose(): void;
  /** It was taken in or given up: it waits no more. */
  onSettled(id: number): void;
}) {
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Content dataset={dataset} onClose={onClose} onSettled={onSettled} />
    </Dialog>
  );
}

function Content({
  dataset: { id, projectId, name, uploadId, jobId },
  onClose,
  onSettled,
}: {
  dataset: DatasetView;
  onClose(): void;
  onSettled(id: number): void;
}) {
  const t = useTranslations("upload");
  const tUi = useTranslations("ui");
  const router = useRouter();
  const work = useImport(projectId, { name, uploadId, jobId, isDryRun: true });
  const { kind } = work.step;
  useEffect(() => {
    // Labels may be new: pages have them from the server.
    if (kind === "done") router.refresh();
    // Idle after a discard.
    if (kind === "idle" || kind === "done") onSettled(id);
    if (kind === "idle") onClose();
  }, [kind, id, router, onSettled, onClose]);
  return (
    <DialogContent size="xl" title={t("dataset.title")} description={t("dataset.description")}>
      <div className="grid gap-4 bg-popover">
        <ImportSteps
          work={work}
          projectId={projectId}
          next={{ label: tUi("close"), run: onClose }}
        />
      </div>
    </DialogContent>
  );
}
