"use client";

import { Download, Pause, Play, RotateCcw, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Notice } from "@/components/ui/notice";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { ProblemList } from "./problem-list";
import { downloadCsv, problemsCsv } from "./problems-csv";
import type { UploadSnapshot } from "./upload-entry";
import { UploadProgress } from "./upload-progress";
import type { UploadQueue } from "./upload-queue";
import { useUploadSnapshot } from "./use-upload";

export function UploadSheet({
  queue,
  isOpen,
  onOpenChange,
}: {
  queue: UploadQueue;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}) {
  const t = useTranslations("upload");
  const snapshot = useUploadSnapshot(queue);
  return (
    <Sheet open={isOpen} onOpenChange={onOpenChange}>
      <SheetContent
        title={t("title")}
        footer={<Actions queue={queue} snapshot={snapshot} />}
        onOpenAutoFocus={focusWhole}
      >
        <div className="flex h-full min-h-0 flex-col gap-4">
          <UploadProgress snapshot={snapshot} />
          <Trouble snapshot={snapshot} />
          <Outcome snapshot={snapshot} />
          <Current snapshot={snapshot} />
          <Problems snapshot={snapshot} queue={queue} />
        </div>
      </SheetContent>
    </Sheet>
  );
}

/** The sheet itself: on its close button the tooltip would lie over the figures. */
function focusWhole(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
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
function Current({ snapshot: { sending, status } }: { snapshot: UploadSnapshot }) {
  const t = useTranslations("upload");
  if (status !== "running" && status !== "waiting") return null;
  return (
    <ul aria-label={t("sendingNow")} className="h-20 shrink-0 text-muted-foreground text-xs">
      {sending.slice(0, 4).map((path) => (
        <li key={path} className="h-5">
          <MiddleTruncate text={path} />
        </li>
      ))}
    </ul>
  );
}

function Problems({ snapshot, queue }: { snapshot: UploadSnapshot; queue: UploadQueue }) {
  const t = useTranslations("upload");
  const { problems } = snapshot;
  if (problems.length === 0) return null;
  const reason = (code: (typeof problems)[number]["problem"]["reason"]) => t(`reasons.${code}`);
  const header = [t("csv.file"), t("csv.reason"), t("csv.detail")];
  return (
    <section aria-labelledby="upload-problems" className="flex min-h-40 flex-1 flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h3 id="upload-problems" className="font-medium">
          {t("problemsTitle", { count: problems.length })}
        </h3>
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
    </section>
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
