"use client";

import { CircleCheck, CirclePause, CloudOff, TriangleAlert, Upload, X } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { finishedFiles } from "./upload-progress";
import type { UploadQueue } from "./upload-queue";
import { useUploadSnapshot } from "./use-upload";

const LOOKS = {
  running: { icon: Upload, classes: "text-primary-text" },
  paused: { icon: CirclePause, classes: "text-warning-foreground" },
  waiting: { icon: CloudOff, classes: "text-warning-foreground" },
  done: { icon: CircleCheck, classes: "text-success-foreground" },
  doneWithProblems: { icon: TriangleAlert, classes: "text-warning-foreground" },
} as const;

/** How far the upload is, in the corner of every page. Opens the sheet. */
export function UploadPill({ queue, onOpen }: { queue: UploadQueue; onOpen(): void }) {
  const t = useTranslations("upload");
  const format = useFormatter();
  const snapshot = useUploadSnapshot(queue);
  const { status, problems, total, fraction } = snapshot;
  if (status === "idle") return null;
  const look = status === "done" && problems.length > 0 ? "doneWithProblems" : status;
  const { icon: Icon, classes } = LOOKS[look];
  const text =
    status === "done"
      ? t("pillDone", { problems: problems.length })
      : t("files", { done: finishedFiles(snapshot), total });
  return (
    <div className="fixed bottom-4 left-4 z-40 flex animate-in items-center rounded-full bg-popover p-1 text-popover-foreground shadow-lg">
      <button
        type="button"
        onClick={onOpen}
        className="relative flex h-8 items-center gap-2 overflow-hidden rounded-full px-3 text-sm hover:bg-accent"
        aria-label={t("openSheet", { status: t(`status.${status}`), text })}
      >
        <Icon aria-hidden="true" className={`size-4 shrink-0 ${classes}`} />
        <span data-numeric>{text}</span>
        {status === "done" ? null : (
          <span data-numeric className="text-muted-foreground">
            {format.number(fraction, { style: "percent" })}
          </span>
        )}
        <span
          aria-hidden="true"
          className="absolute inset-x-3 bottom-0.5 h-0.5 origin-left rounded-full bg-primary transition-transform duration-150 motion-reduce:transition-none"
          style={{ transform: `scaleX(${status === "done" ? 0 : fraction})` }}
        />
      </button>
      {status === "done" ? (
        <IconButton
          label={t("dismiss")}
          icon={<X />}
          size="icon-sm"
          side="top"
          className="rounded-full"
          onClick={() => queue.clear()}
        />
      ) : null}
    </div>
  );
}
