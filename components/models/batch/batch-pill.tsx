"use client";

import { CircleCheck, CloudOff, Cpu, Loader, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { useModelProblem } from "../use-model-problem";
import { type Batch, dismissBatch } from "./batch-store";

const LOOKS = {
  loading: { icon: Loader, classes: "text-primary-text" },
  working: { icon: Cpu, classes: "text-primary-text" },
  away: { icon: CloudOff, classes: "text-warning-foreground" },
  ended: { icon: CircleCheck, classes: "text-success-foreground" },
  failed: { icon: TriangleAlert, classes: "text-danger-foreground" },
} as const;

/** How far pre-labelling is, in the corner of every page; leads to the run. */
export function BatchPill({ batch }: { batch: Batch }) {
  const t = useTranslations("models.batch");
  const format = useFormatter();
  const problem = useModelProblem();
  const { status, run, modelName, projectId, versionId } = batch;
  const { icon: Icon, classes } = LOOKS[status];
  const done = run ? run.done + run.failed : 0;
  const share = run && run.total > 0 ? done / run.total : 0;
  const isOver = status === "ended" || status === "failed";
  const text =
    status === "failed"
      ? problem(batch.error)
      : t(`pill.${status}`, {
          model: modelName,
          done: format.number(done),
          total: format.number(run?.total ?? 0),
        });
  return (
    <div className="fixed bottom-16 left-1/2 z-40 flex max-w-[min(32rem,90vw)] -translate-x-1/2 items-center rounded-full bg-popover p-1 text-popover-foreground shadow-lg">
      <Link
        href={`/projects/${projectId}/models/${versionId}`}
        className="relative flex h-8 min-w-0 items-center gap-2 overflow-hidden rounded-full px-3 text-sm hover:bg-accent"
      >
        <Icon aria-hidden="true" className={`size-4 shrink-0 ${classes}`} />
        <span className="truncate" data-numeric>
          {text}
        </span>
        <span
          aria-hidden="true"
          className="absolute inset-x-3 bottom-0.5 h-0.5 origin-left rounded-full bg-primary transition-transform duration-150 motion-reduce:transition-none"
          style={{ transform: `scaleX(${isOver ? 0 : share})` }}
        />
      </Link>
      {isOver ? (
        <IconButton
          label={t("dismiss")}
          icon={<X />}
          size="icon-sm"
          side="top"
          className="rounded-full"
          onClick={dismissBatch}
        />
      ) : null}
    </div>
  );
}
