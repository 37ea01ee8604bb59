"use client";

import { Tags } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AddLabels } from "@/components/labels/add-labels";
import { LabelDetails } from "@/components/labels/label-details";
import { LabelFileMenu } from "@/components/labels/label-file-menu";
import { LabelJobs, namesOf } from "@/components/labels/label-jobs";
import { LabelRow } from "@/components/labels/label-row";
import { usesOf } from "@/components/labels/label-use";
import { MergeDialog } from "@/components/labels/merge-dialog";
import { QuestionList } from "@/components/labels/question-list";
import { UseButton } from "@/components/labels/use-button";
import { useLabelJobs } from "@/components/labels/use-label-jobs";
import { useLabels } from "@/components/labels/use-labels";
import { useReorder } from "@/components/labels/use-reorder";
import { SectionHeader } from "@/components/settings/section-header";
import { EmptyState } from "@/components/ui/empty-state";
import { toast, toastUndo } from "@/components/ui/toast";
import type { LabelView } from "@/lib/api/labels";
import type { MediaKind } from "@/lib/media/media";

/** The labels of a project. Everything is written as it is changed; there is nothing to save. */
export function LabelsEditor({
  projectId,
  projectName,
  mediaKind,
  initial,
}: {
  projectId: string;
  projectName: string;
  mediaKind: MediaKind;
  initial: readonly LabelView[];
}) {
  const t = useTranslations("labels");
  const { labels, actions } = useLabels(projectId, initial, (jobId) => jobs.watch(jobId));
  const tUi = useTranslations("ui");
  const jobs = useLabelJobs(projectId, (about, count) => {
    const message = t(`job.done.${about.kind}`, namesOf(about));
    const description = t("count", { count });
    const onUndo = () => actions.restore({ id: about.labelId, name: about.name });
    if (about.kind === "delete") {
      toastUndo({ message, description, undoLabel: tUi("undo"), onUndo });
    } else toast.success(message, { description });
  });
  const [merging, setMerging] = useState<LabelView | null>(null);
  const [detailed, setDetailed] = useState<LabelView | null>(null);
  const hasUses = usesOf(mediaKind).length > 0;
  const [announcement, setAnnouncement] = useState("");
  const reorder = useReorder({
    labels,
    onMove: (label, to) => {
      actions.move(label, to);
      setAnnouncement(t("moved", { name: label.name, place: to + 1, total: labels.length }));
    },
  });
  return (
    <>
      <SectionHeader
        title={t("title")}
        description={t("description")}
        actions={
          <LabelFileMenu
            projectName={projectName}
            labels={labels}
            onImport={(file) => void actions.importFile(file)}
          />
        }
      />
      <LabelJobs
        running={jobs.running}
        stopped={jobs.stopped}
        onGoOn={(about) => void actions.goOn(about)}
        onUndo={({ labelId, name }) => void actions.restore({ id: labelId, name })}
      />
      <div className="rounded-lg border bg-card text-card-foreground">
        {labels.length === 0 ? (
          <EmptyState
            icon={<Tags />}
            title={t("empty.title")}
            description={t("empty.description")}
          />
        ) : (
          <LabelListHead hasUses={hasUses} />
        )}
        <ul aria-label={t("title")} ref={reorder.listRef}>
          {reorder.shown.map((label, index) => (
            <LabelRow
              key={label.id}
              label={label}
              labels={labels}
              index={index}
              isDragged={reorder.draggedId === label.id}
              handleProps={reorder.handleProps(label, index)}
              actions={actions}
              onMerge={() => setMerging(label)}
              use={
                hasUses ? (
                  <UseButton {...{ label, mediaKind }} onClick={() => setDetailed(label)} />
                ) : null
              }
            />
          ))}
        </ul>
        <AddLabels labels={labels} mediaKind={mediaKind} onAdd={actions.add} />
      </div>
      {mediaKind === "image" ? null : <QuestionList labels={labels} mediaKind={mediaKind} />}
      <LabelDetails
        label={detailed}
        {...{ labels, mediaKind }}
        onChange={actions.change}
        onClose={() => setDetailed(null)}
      />
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
      <MergeDialog
        label={merging}
        labels={labels}
        onClose={() => setMerging(null)}
        onMerge={actions.merge}
      />
    </>
  );
}

function LabelListHead({ hasUses }: { hasUses: boolean }) {
  const t = useTranslations("labels");
  return (
    <div
      aria-hidden="true"
      className="flex h-8 items-center gap-2 border-b px-3 font-medium text-muted-foreground text-xs"
    >
      <span className="w-14">{t("column.class")}</span>
      <span className="flex-1 pl-11">{t("column.name")}</span>
      {hasUses ? <span className="w-48 pl-2">{t("column.use")}</span> : null}
      <span className="w-28 text-right">{t("column.annotations")}</span>
      <span className="w-24 pl-3">{t("column.hotkey")}</span>
      <span className="w-7" />
    </div>
  );
}
