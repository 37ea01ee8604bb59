"use client";

import { FileUp } from "lucide-react";
import Link from "next/link";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { ImportReportView } from "./import-report-view";
import { JobProgress } from "./job-progress";
import { useImport } from "./use-import";

/** A dataset comes in: upload, report, confirm, progress, result. */
export function ImportPanel({ projectId }: { projectId: string }) {
  const t = useTranslations("data");
  const work = useImport(projectId);
  return (
    <Panel title={t("import.title")}>
      <div className="grid gap-4">
        <Step work={work} projectId={projectId} />
      </div>
    </Panel>
  );
}

type Work = ReturnType<typeof useImport>;

function Step({ work, projectId }: { work: Work; projectId: string }) {
  const t = useTranslations("data");
  const { step } = work;
  switch (step.kind) {
    case "idle":
      return <DropZone onFile={work.open} />;
    case "uploading":
      return (
        <>
          <Progress
            label={t("import.uploading", { name: step.name })}
            done={Math.round(step.sentBytes / 1_000_000)}
            total={Math.ceil(step.totalBytes / 1_000_000)}
          />
          <Footer>
            <Button onClick={work.reset}>{t("import.cancel")}</Button>
          </Footer>
        </>
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
            <Button onClick={work.reset}>{t("import.another")}</Button>
            <Button variant="primary" asChild>
              <Link href={`/projects/${projectId}/items`}>{t("import.showItems")}</Link>
            </Button>
          </Footer>
        </>
      );
    case "stopped":
      return <Ended work={work} isFailure={false} message={t("import.stopped")} />;
    case "failed":
      return <Failure work={work} error={step.error} />;
  }
}

function Plan({ work, step }: { work: Work; step: Extract<Work["step"], { kind: "planned" }> }) {
  const t = useTranslations("data");
  const { items, annotations } = step.report;
  const isIdle = items.added + annotations.added + annotations.removed === 0;
  return (
    <>
      <ImportReportView
        report={step.report}
        name={step.name}
        choice={{ ...work.choice, onChange: work.change }}
      />
      {isIdle ? <Notice>{t("import.nothingToDo")}</Notice> : null}
      <Footer>
        <Button onClick={work.reset}>{t("import.discard")}</Button>
        <Button variant="primary" isPending={work.isChanging} onClick={work.confirm}>
          {t("import.confirm", { items: items.added })}
        </Button>
      </Footer>
    </>
  );
}

function Failure({ work, error }: { work: Work; error: unknown }) {
  const errorMessage = useErrorMessage();
  const message = typeof error === "string" ? error : errorMessage(error);
  return <Ended work={work} isFailure message={message} />;
}

function Ended(props: { work: Work; isFailure: boolean; message: string }) {
  const t = useTranslations("data");
  return (
    <>
      <Notice variant={props.isFailure ? "danger" : "info"}>{props.message}</Notice>
      <Footer>
        <Button onClick={props.work.reset}>{t("import.another")}</Button>
      </Footer>
    </>
  );
}

function Footer({ children }: { children: ReactNode }) {
  return <div className="flex justify-end gap-2 border-t pt-4">{children}</div>;
}

function DropZone({ onFile }: { onFile(file: File): void }) {
  const t = useTranslations("data");
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a pointer's shortcut for the button inside
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={cn(
        "flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border border-border-strong border-dashed px-6 py-6 transition-colors duration-150",
        isOver && "border-primary bg-primary-soft",
      )}
    >
      <p className="min-w-64 max-w-[68ch] flex-1 text-muted-foreground">{t("import.intro")}</p>
      <div className="flex items-center gap-3">
        <span className="text-muted-foreground text-xs">{t("import.drop")}</span>
        <Button icon={<FileUp />} onClick={() => input.current?.click()}>
          {t("import.choose")}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".zip,.json"
        aria-label={t("import.dropLabel")}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = "";
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
