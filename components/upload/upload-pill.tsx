"use client";

import {
  CircleCheck,
  CirclePause,
  CloudOff,
  Database,
  TriangleAlert,
  Upload,
  X,
} from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import type { UploadSnapshot } from "./upload-entry";
import { finishedFiles, shownStatus } from "./upload-progress";
import type { UploadQueue } from "./upload-queue";
import { useUploadSnapshot } from "./use-upload-snapshot";

const LOOKS = {
  running: { icon: Upload, classes: "text-primary-text" },
  paused: { icon: CirclePause, classes: "text-warning-foreground" },
  waiting: { icon: CloudOff, classes: "text-warning-foreground" },
  done: { icon: CircleCheck, classes: "text-success-foreground" },
  dataset: { icon: Database, classes: "text-primary-text" },
  interrupted: { icon: CirclePause, classes: "text-warning-foreground" },
  doneWithProblems: { icon: TriangleAlert, classes: "text-warning-foreground" },
} as const;

/** How far the upload is, in the corner of every page. Opens the sheet. */
export function UploadPill({
  queue,
  interrupted,
  onOpen,
}: {
  queue: UploadQueue;
  /** Uploads that a page before did not end. */
  interrupted: number;
  onOpen(): void;
}) {
  const t = useTranslations("upload");
  const format = useFormatter();
  const snapshot = useUploadSnapshot(queue);
  const { status, total, fraction } = snapshot;
  const look = lookOf(snapshot, interrupted);
  if (look === null) return null;
  const { icon: Icon, classes } = LOOKS[look];
  const isAtWork = status !== "done" && status !== "idle";
  const text = isAtWork
    ? t("files", { done: finishedFiles(snapshot), total })
    : look === "interrupted"
      ? t("interrupted.title", { count: interrupted })
      : look === "dataset"
        ? t("dataset.waiting", { count: snapshot.datasets.length })
        : t("pillDone", { problems: snapshot.problems.length });
  return (
    <div className="fixed bottom-4 left-4 z-40 flex animate-in items-center rounded-full bg-popover p-1 text-popover-foreground shadow-lg">
      <button
        type="button"
        onClick={onOpen}
        className="relative flex h-8 items-center gap-2 overflow-hidden rounded-full px-3 text-sm hover:bg-accent"
        aria-label={t("openSheet", { status: t(`status.${shownStatus(snapshot)}`), text })}
      >
        <Icon aria-hidden="true" className={`size-4 shrink-0 ${classes}`} />
        <span data-numeric>{text}</span>
        {!isAtWork ? null : (
          <span data-numeric className="text-muted-foreground">
            {format.number(fraction, { style: "percent" })}
          </span>
        )}
        <span
          aria-hidden="true"
          className="absolute inset-x-3 bottom-0.5 h-0.5 origin-left rounded-full bg-primary transition-transform duration-150 motion-reduce:transition-none"
          style={{ transform: `scaleX(${isAtWork ? fraction : 0})` }}
        />
      </button>
      {look === "done" || look === "doneWithProblems" ? (
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

/** What is said first; null: nothing. */
function lookOf(snapshot: UploadSnapshot, interrupted: number): keyof typeof LOOKS | null {
  const { status, datasets, problems } = snapshot;
  if (status !== "done" && status !== "idle") return status;
  if (datasets.length > 0) return "dataset";
  if (status === "done") return problems.length > 0 ? "doneWithProblems" : "done";
  return interrupted > 0 ? "interrupted" : null;
}
