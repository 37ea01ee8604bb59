"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { JobProgress } from "@/components/data/job-progress";
import { useJob } from "@/components/data/use-job";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { isFinished } from "@/lib/api/jobs";
import type { LabelView } from "@/lib/api/labels";

/** Which label shall take over the annotations of another. */
export function MergeDialog({
  label,
  labels,
  onClose,
  onMerge,
}: {
  label: LabelView | null;
  labels: readonly LabelView[];
  onClose: () => void;
  /** Answers with the job in which the annotations follow, or null when they have. */
  onMerge: (label: LabelView, into: LabelView) => Promise<string | null>;
}) {
  return (
    <Dialog open={label !== null} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      {label === null ? null : (
        <MergeContent
          label={label}
          others={labels.filter(({ id }) => id !== label.id)}
          onMerge={(into) => onMerge(label, into)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function MergeContent({
  label,
  others,
  onMerge,
  onClose,
}: {
  label: LabelView;
  others: readonly LabelView[];
  onMerge: (into: LabelView) => Promise<string | null>;
  onClose: () => void;
}) {
  const t = useTranslations("labels");
  const [intoId, setIntoId] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [work, setWork] = useState<{ jobId: string; into: LabelView } | null>(null);
  const into = others.find(({ id }) => id === intoId);

  async function merge(target: LabelView) {
    setIsPending(true);
    const jobId = await onMerge(target);
    if (jobId === null) onClose();
    else setWork({ jobId, into: target });
  }

  if (work) return <MergeWork from={label.name} {...work} onClose={onClose} />;

  return (
    <DialogContent
      size="sm"
      title={t("merge.title", { name: label.name })}
      description={t("merge.description")}
      footer={
        <Button
          variant="primary"
          disabled={into === undefined}
          isPending={isPending}
          onClick={() => (into === undefined ? undefined : void merge(into))}
        >
          {t("merge.submit")}
        </Button>
      }
    >
      <div className="grid gap-4">
        <Field label={t("merge.into")}>
          {(control) => (
            <Select value={intoId} onValueChange={setIntoId}>
              <SelectTrigger {...control}>
                <SelectValue placeholder={t("merge.choose")} />
              </SelectTrigger>
              <SelectContent>
                {others.map((other) => (
                  <SelectItem
                    key={other.id}
                    value={other.id}
                    icon={
                      <span
                        aria-hidden="true"
                        style={{ backgroundColor: other.color }}
                        className="size-3 shrink-0 rounded-sm"
                      />
                    }
                  >
                    {other.name}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          )}
        </Field>
        {into === undefined ? null : (
          <Notice variant="warning">
            {t("merge.effect", {
              count: label.annotationCount,
              from: label.name,
              into: into.name,
            })}
          </Notice>
        )}
      </div>
    </DialogContent>
  );
}

/** A merge of very many, looked on at; it does not need anybody to. */
function MergeWork(props: { from: string; into: LabelView; jobId: string; onClose: () => void }) {
  const { from, into, jobId, onClose } = props;
  const t = useTranslations("labels");
  const { data: job } = useJob(jobId);
  const isOver = job !== undefined && isFinished(job.state);
  useEffect(() => {
    if (isOver) onClose();
  });
  return (
    <DialogContent
      size="sm"
      title={t("merge.title", { name: from })}
      description={t("merge.goesOn")}
      footer={<Button onClick={onClose}>{t("merge.inBackground")}</Button>}
    >
      <JobProgress label={t("job.running.merge", { name: from, into: into.name })} job={job} />
    </DialogContent>
  );
}
