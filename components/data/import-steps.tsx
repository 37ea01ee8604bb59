"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { formatBytes } from "@/components/ui/format-bytes";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { ImportReportView } from "./import-report-view";
import { JobProgress } from "./job-progress";
import { RecordsForm } from "./records-form";
import type { useImport } from "./use-import";

type Work = ReturnType<typeof useImport>;
/** What comes after the end of it. */
type Next = { label: string; run(): void };

/** An import that has begun: the file on its way, the report, the question, the result. */
export function ImportSteps(props: { work: Work; projectId: string; next: Next }) {
  const { work, projectId, next } = props;
  const t = useTranslations("data");
  const format = useFormatter();
  const { step } = work;
  switch (step.kind) {
    case "idle":
      return null;
    case "uploading":
      return (
        <>
          <Progress
            label={t("import.uploading", { name: step.name })}
            done={step.sentBytes}
            total={step.totalBytes}
            formatCount={(bytes) => formatBytes(bytes, format)}
          />
          <Footer>
            <Button onClick={work.reset}>{t("import.cancel")}</Button>
          </Footer>
        </>
      );
    case "choosing":
      return (
        <RecordsForm
          {...{ projectId, uploadId: step.uploadId, isPending: work.isChanging }}
          onLook={(chosen) => work.change({ ...work.choice, ...chosen })}
          onCancel={work.reset}
        />
      );
    case "reading":
    case "writing":
      return (
        <>
          <JobProgress label={t(`import.${step.kind}`, { name: step.name })} job={step.job} />
          <Footer>
            <Button onClick={() => void work.cancel()}>{t("import.cancel")}</Button>
          </Footer>
        </>
      );
    case "planned":
      return <Plan work={work} step={step} />;
    case "done":
      return (
        <>
          <ImportReportView report={step.report} name={step.name} />
          <Footer>
            <Button onClick={next.run}>{next.label}</Button>
            <Button variant="primary" asChild>
              <Link href={`/projects/${projectId}/items`}>{t("import.showItems")}</Link>
            </Button>
          </Footer>
        </>
      );
    case "stopped":
      return <Ended next={next} isFailure={false} message={t("import.stopped")} />;
    case "failed":
      return <Failure next={next} error={step.error} />;
  }
}

function Plan({ work, step }: { work: Work; step: Extract<Work["step"], { kind: "planned" }> }) {
  const t = useTranslations("data");
  const { items, annotations, suggestions } = step.report;
  const changes = [items.added, annotations.added, annotations.removed];
  const suggested = [suggestions.added, suggestions.withdrawn];
  const isIdle = [...changes, ...suggested].every((count) => count === 0);
  return (
    <>
      <ImportReportView
        report={step.report}
        name={step.name}
        choice={{
          ...work.choice,
          onChange: (chosen) => work.change({ ...work.choice, ...chosen }),
          onTitle: work.setTitle,
        }}
      />
      {isIdle ? <Notice>{t("import.nothingToDo")}</Notice> : null}
      <Footer>
        <Button onClick={work.reset}>{t("import.discard")}</Button>
        {work.back ? <Button onClick={work.back}>{t("import.back")}</Button> : null}
        <Button variant="primary" isPending={work.isChanging} onClick={work.confirm}>
          {t("import.confirm", { items: items.added })}
        </Button>
      </Footer>
    </>
  );
}

function Failure({ next, error }: { next: Next; error: unknown }) {
  const errorMessage = useErrorMessage();
  const message = typeof error === "string" ? error : errorMessage(error);
  return <Ended next={next} isFailure message={message} />;
}

function Ended(props: { next: Next; isFailure: boolean; message: string }) {
  return (
    <>
      <Notice variant={props.isFailure ? "danger" : "info"}>{props.message}</Notice>
      <Footer>
        <Button onClick={props.next.run}>{props.next.label}</Button>
      </Footer>
    </>
  );
}

function Footer({ children }: { children: ReactNode }) {
  return (
    // A report may be longer than the window: what to do with it stays in sight.
    <div className="sticky bottom-0 -mb-4 flex justify-end gap-2 border-t bg-inherit py-4">
      {children}
    </div>
  );
}
