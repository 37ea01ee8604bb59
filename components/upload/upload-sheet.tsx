"use client";

import { Download, Pause, Play, RotateCcw, X } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Notice } from "@/components/ui/notice";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { InterruptedList } from "./interrupted-list";
import { ProblemList } from "./problem-list";
import { downloadCsv, problemsCsv } from "./problems-csv";
import type { DatasetView, UploadSnapshot } from "./upload-entry";
import { UploadProgress } from "./upload-progress";
import type { UploadQueue } from "./upload-queue";
import type { Interrupted } from "./use-interrupted";
import { useUploadSnapshot } from "./use-upload-snapshot";

export function UploadSheet({
  queue,
  interrupted,
  isOpen,
  onOpenChange,
  onLook,
}: {
  queue: UploadQueue;
  interrupted: readonly Interrupted[];
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  /** To look at a dataset that waits. */
  onLook(dataset: DatasetView): void;
}) {
  const t = useTranslations("upload");
  const snapshot = useUploadSnapshot(queue);
  return (
    <Sheet open={isOpen} onOpenChange={onOpenChange}>
      <SheetContent
        title={t("title")}
        {...(snapshot.status === "idle"
          ? {}
          : { footer: <Actions queue={queue} snapshot={snapshot} /> })}
      >
        <div className="flex h-full min-h-0 flex-col gap-4">
          {snapshot.status === "idle" ? null : (
            <>
              <UploadProgress snapshot={snapshot} />
              <Trouble snapshot={snapshot} />
              <Outcome snapshot={snapshot} />
              <Current snapshot={snapshot} />
            </>
          )}
          <Datasets datasets={snapshot.datasets} onLook={onLook} />
          <InterruptedList uploads={interrupted} />
          <Problems snapshot={snapshot} queue={queue} />
        </div>
      </SheetContent>
    </Sheet>
  );
}

function Trouble({ snapshot: { status, pausedBy } }: { snapshot: UploadSnapshot }) {
  const t = useTranslations("upload");
  if (status === "waiting") return <Notice variant="warning">{t("waitingNotice")}</Notice>;
  if (status !== "paused" || pausedBy === null || pausedBy === "person") return null;
  return <Notice variant="danger">{t(`pausedBy.${pausedBy}`)}</Notice>;
}

function Outcome({ snapshot }: { snapshot: UploadSnapshot }) {
  const t = useTranslations("upload");
  const rows = [
    [t("added"), snapshot.added],
    [t("duplicates"), snapshot.duplicates],
    [t("problemCount"), snapshot.problems.length],
  ] as const;
  return (
    <dl className="grid grid-cols-3 gap-2">
      {rows.map(([label, count]) => (
        <div key={label} className="rounded-md border px-3 py-2">
          <dt className="text-muted-foreground text-xs">{label}</dt>
          <dd data-numeric className="font-semibold text-base">
            {t("number", { count })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Four lines always while it runs, so that nothing below jumps. */
function Current({ snapshot: { sending, preparing, status } }: { snapshot: UploadSnapshot }) {
  const t = useTranslations("upload");
  const format = useFormatter();
  if (status !== "running" && status !== "waiting") return null;
  const sent = sending.map((path) => ({ path, text: null }));
  const decoded = preparing.map(({ path, share }) => ({
    path,
    text:
      share === null
        ? t("preparing")
        : t("preparingShare", { share: format.number(share, { style: "percent" }) }),
  }));
  return (
    <ul aria-label={t("sendingNow")} className="h-20 shrink-0 text-muted-foreground text-xs">
      {[...decoded, ...sent].slice(0, 4).map(({ path, text }) => (
        <li key={path} className="flex h-5 items-center gap-3">
          <MiddleTruncate text={path} className="min-w-0 flex-1" />
          {text === null ? null : <span data-numeric>{text}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Nothing of them is written before a person has looked. */
function Datasets({
  datasets,
  onLook,
}: {
  datasets: readonly DatasetView[];
  onLook(dataset: DatasetView): void;
}) {
  const t = useTranslations("upload");
  if (datasets.length === 0) return null;
  return (
    <section aria-labelledby="upload-datasets" className="grid gap-2">
      <h3 id="upload-datasets" className="font-medium">
        {t("dataset.waiting", { count: datasets.length })}
      </h3>
      <p className="text-muted-foreground text-xs">{t("dataset.description")}</p>
      <ul className="divide-y rounded-md border">
        {datasets.map((dataset) => (
          <li key={dataset.id} className="flex items-center gap-2 px-3 py-2">
            <MiddleTruncate text={dataset.name} className="min-w-0 flex-1 text-sm" />
            <Button size="sm" variant="primary" onClick={() => onLook(dataset)}>
              {t("dataset.look")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Problems({ snapshot, queue }: { snapshot: UploadSnapshot; queue: UploadQueue }) {
  const t = useTranslations("upload");
  const { problems } = snapshot;
  if (problems.length === 0) return null;
  const reason = (code: (typeof problems)[number]["problem"]["reason"]) => t(`reasons.${code}`);
  const header = [t("csv.file"), t("csv.reason"), t("csv.detail")];
  return (
    <div className="flex min-h-40 flex-1 flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium">{t("problemsTitle", { count: problems.length })}</h3>
        <div className="flex gap-1">
          <Button
            size="sm"
            variant="ghost"
            icon={<Download />}
            onClick={() => downloadCsv(problemsCsv({ header, problems, reason }))}
          >
            {t("downloadCsv")}
          </Button>
          <Button size="sm" icon={<RotateCcw />} onClick={() => queue.retryProblems()}>
            {t("retryFailed")}
          </Button>
        </div>
      </div>
      <ProblemList problems={problems} />
    </div>
  );
}

function Actions({ queue, snapshot }: { queue: UploadQueue; snapshot: UploadSnapshot }) {
  const t = useTranslations("upload");
  const { status } = snapshot;
  if (status === "done" || status === "idle") {
    return <Button onClick={() => queue.clear()}>{t("dismiss")}</Button>;
  }
  return (
    <>
      <Button variant="ghost" icon={<X />} onClick={() => queue.cancel()}>
        {t("cancelRest")}
      </Button>
      {status === "paused" ? (
        <Button variant="primary" icon={<Play />} onClick={() => queue.resume()}>
          {t("resume")}
        </Button>
      ) : (
        <Button icon={<Pause />} onClick={() => queue.pause()}>
          {t("pause")}
        </Button>
      )}
    </>
  );
}
