"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { ImportSteps } from "@/components/data/import-steps";
import { useImport } from "@/components/data/use-import";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { UploadTarget } from "./upload-entry";

/** A table or dataset that was dropped where items are: what it is, what it would do, and then doing it. */
export function RecordsDialog(props: { target: UploadTarget; file: File; onClose(): void }) {
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())}>
      <Content {...props} />
    </Dialog>
  );
}

function Content({
  target: { projectId, mediaKind },
  file,
  onClose,
}: {
  target: UploadTarget;
  file: File;
  onClose(): void;
}) {
  const t = useTranslations("upload");
  const tUi = useTranslations("ui");
  const router = useRouter();
  const work = useImport(projectId);
  const isOpened = useRef(false);
  const { kind } = work.step;
  useEffect(() => {
    if (isOpened.current) return;
    isOpened.current = true;
    work.open(file, { asksFirst: mediaKind === "text" });
  });
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  useEffect(
    () => () => {
      // Closed before anything was decided: nothing of it stays on the server.
      const { step, reset } = latest.current;
      if (["uploading", "choosing", "planned", "failed"].includes(step.kind)) reset();
    },
    [],
  );
  const wasBusy = useRef(false);
  useEffect(() => {
    // Labels may be new: pages have them from the server.
    if (kind === "done") router.refresh();
    // Idle after a discard.
    if (kind === "idle" && wasBusy.current) onClose();
    if (kind !== "idle") wasBusy.current = true;
  }, [kind, router, onClose]);
  return (
    <DialogContent size="xl" title={t("records.title")} description={t("dataset.description")}>
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
