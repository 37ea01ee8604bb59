"use client";

import { useFormatter, useTranslations } from "use-intl";
import { formatDuration } from "@/components/ui/duration";
import { formatBytes } from "@/components/ui/format-bytes";
import { Progress } from "@/components/ui/progress";
import type { UploadSnapshot } from "./upload-entry";

/** The bar with counts, bytes, rate and time left. */
export function UploadProgress({ snapshot }: { snapshot: UploadSnapshot }) {
  const t = useTranslations("upload");
  const format = useFormatter();
  const { total, fraction, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = snapshot;
  const status = shownStatus(snapshot);
  const isRunning = status === "running";
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-4">
        <span className="font-medium">{t(`status.${status}`)}</span>
        <span data-numeric className="text-muted-foreground text-xs">
          {t("files", { done: finishedFiles(snapshot), total })}
        </span>
      </div>
      <Progress label={t("progress")} done={fraction} total={1} isCountHidden />
      <div
        data-numeric
        className="flex min-h-4 justify-between gap-4 text-muted-foreground text-xs"
      >
        <span>
          {t("bytes", {
            done: formatBytes(doneBytes, format),
            total: formatBytes(totalBytes, format),
          })}
        </span>
        <span>
          {isRunning && bytesPerSecond > 0
            ? t("rate", { rate: formatBytes(bytesPerSecond, format) })
            : ""}
          {isRunning && secondsLeft !== null
            ? ` · ${t("timeLeft", { time: formatDuration(secondsLeft, format) })}`
            : ""}
        </span>
      </div>
    </div>
  );
}

/** When everything has arrived, what is left is the server's work: nobody's connection is slow then. */
export function shownStatus({
  status,
  sending,
  preparing,
}: UploadSnapshot): UploadSnapshot["status"] | "preparing" {
  const isOnlyPreparing = sending.length === 0 && preparing.length > 0;
  return status === "running" && isOnlyPreparing ? "preparing" : status;
}

/** Files about which nothing is left to do, whatever came of them. */
export function finishedFiles({ total, unfinished }: UploadSnapshot): number {
  return total - unfinished;
}
