"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { formatBytes } from "@/components/ui/format-bytes";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import type { ItemState } from "@/lib/annotation/item-state";
import { type ExportRequest, type ExportStatus, exportRequestSchema } from "@/lib/api/exports";
import type { MediaKind } from "@/lib/media/media";
import { type ExportFormat, type ExportLabel, ExportOptions } from "./export-options";
import { ReportView } from "./report-view";
import { useExport } from "./use-export";
import { secondsLeft } from "./use-job";

/** Choose, see what the dataset will hold, download it. */
export function ExportPanel(props: {
  projectId: string;
  mediaKind: MediaKind;
  formats: readonly ExportFormat[];
  labels: readonly ExportLabel[];
  counts: Readonly<Record<ItemState, number>>;
}) {
  const { projectId, mediaKind, formats, labels, counts } = props;
  const t = useTranslations("data");
  const [request, setRequest] = useState<ExportRequest>(() =>
    exportRequestSchema.parse({ format: formats[0]?.id ?? "coco" }),
  );
  const problem = problemOf(request, counts);
  const work = useExport(projectId, problem === null ? request : null);
  return (
    <Panel title={t("export.title")}>
      <div className="grid gap-8 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
        <ExportOptions
          {...{ mediaKind, formats, labels, counts, request }}
          onChange={(change) => setRequest((before) => ({ ...before, ...change }))}
        />
        <section aria-label={t("export.report")} className="grid min-w-0 content-start gap-4">
          {problem === null ? (
            <Preview {...work} />
          ) : (
            <p className="text-muted-foreground">{t(`export.${problem}`)}</p>
          )}
        </section>
      </div>
    </Panel>
  );
}

/** Why there is nothing to preview yet; null when there is. */
function problemOf(request: ExportRequest, counts: Readonly<Record<ItemState, number>>) {
  const { states, labelIds, splitMode, ratios } = request;
  if (states.length === 0) return "pickState" as const;
  if (labelIds?.length === 0) return "pickLabel" as const;
  const isEmptyRatio = ratios.train + ratios.val + ratios.test === 0;
  if (splitMode === "ratio" && isEmptyRatio) return "pickRatio" as const;
  const items = states.reduce((sum, state) => sum + counts[state], 0);
  return items === 0 ? ("noItems" as const) : null;
}

function Preview({ status, error, download, cancel }: ReturnType<typeof useExport>) {
  const t = useTranslations("data");
  const errorMessage = useErrorMessage();
  if (error) return <Notice variant="danger">{errorMessage(error)}</Notice>;
  if (status?.state === "failed") return <Notice variant="danger">{status.error}</Notice>;
  if (!status?.report) {
    const total = status && status.total > 0 ? status.total : null;
    return (
      <Progress
        label={t("export.preparing")}
        done={status?.done ?? 0}
        total={total}
        secondsLeft={status ? secondsLeft(status) : null}
        isCountHidden={status === null}
      />
    );
  }
  const isRunning = status.download?.state === "running";
  return (
    <>
      <ReportView report={status.report} />
      <div className="grid gap-3 border-t pt-4">
        {status.download ? <DownloadState download={status.download} /> : null}
        <div className="flex justify-end gap-2">
          {isRunning ? (
            <Button onClick={() => void cancel()}>{t("export.cancel")}</Button>
          ) : (
            <Button variant="primary" icon={<Download />} onClick={download}>
              {t(status.download ? "export.again" : "export.download")}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function DownloadState({ download }: { download: NonNullable<ExportStatus["download"]> }) {
  const t = useTranslations("data");
  const format = useFormatter();
  switch (download.state) {
    case "running":
      return (
        <Progress
          label={t("export.downloading")}
          done={download.done}
          total={download.total > 0 ? download.total : null}
          secondsLeft={secondsLeft(download)}
        />
      );
    case "done":
      return (
        <Notice variant="success">
          {t("export.downloaded", { size: formatBytes(download.bytes, format) })}
        </Notice>
      );
    case "cancelled":
      return <Notice>{t("export.cancelled")}</Notice>;
    case "failed":
      return <Notice variant="danger">{t("export.downloadFailed")}</Notice>;
  }
}
