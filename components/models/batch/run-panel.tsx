"use client";

import { CirclePause, CirclePlay, CircleX, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useStore } from "zustand";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { formatBytes } from "@/components/ui/format-bytes";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { LabelView } from "@/lib/api/labels";
import type { ModelRun, ProjectModel } from "@/lib/api/models";
import { useModelProblem } from "../use-model-problem";
import { type Batch, batchStore, joinRun, leaveRun } from "./batch-store";
import { addPacePoint, type PacePoint, paceOf } from "./pace";
import { RunSummary } from "./run-summary";
import { useRuns } from "./use-runs";

type Props = {
  projectId: string;
  model: ProjectModel;
  labels: readonly LabelView[];
  counts: { all: number; new: number };
  canStart: boolean;
};

const SCOPES = ["new", "all"] as const;
type Scope = (typeof SCOPES)[number];

/** Pre-labelling with one model: choose the items, watch it, see what came of it. */
export function RunPanel(props: Props) {
  const { projectId, model, labels } = props;
  const t = useTranslations("models.batch");
  const runs = useRuns(projectId);
  const own = runs.data?.filter(({ versionId }) => versionId === model.version.id) ?? [];
  const current = own.find(({ state }) => state === "running" || state === "paused");
  const last = own.find(({ state }) => state === "done" || state === "cancelled");
  return (
    <Panel title={t("title")}>
      <div className="grid gap-5">
        {current ? (
          <CurrentRun {...{ projectId, model, run: current, runs }} />
        ) : (
          <StartForm {...props} runs={runs} />
        )}
        {last ? <RunSummary {...{ projectId, run: last, model, labels }} /> : null}
      </div>
    </Panel>
  );
}

type Runs = ReturnType<typeof useRuns>;

function StartForm({ projectId, model, counts, canStart, runs }: Props & { runs: Runs }) {
  const t = useTranslations("models.batch");
  const format = useFormatter();
  const errorMessage = useErrorMessage();
  const [scope, setScope] = useState<Scope>(counts.new > 0 ? "new" : "all");
  const [skipsDone, setSkipsDone] = useState(true);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function start() {
    setPending(true);
    setError(null);
    try {
      const run = await runs.start({
        versionId: model.version.id,
        skipsDone,
        filter: scope === "new" ? { state: ["new"] } : {},
      });
      joinRun(projectId, run.id, model);
    } catch (cause) {
      setError(cause);
    } finally {
      setPending(false);
    }
  }

  return (
    <div className="grid justify-items-start gap-3">
      <p className="max-w-[68ch] text-muted-foreground">{t("hint")}</p>
      <SegmentedControl
        label={t("scope.title")}
        value={scope}
        onValueChange={setScope}
        segments={SCOPES.map((value) => ({
          value,
          label: t(`scope.${value}`, { count: format.number(counts[value]) }),
        }))}
      />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is one */}
      <label className="flex items-center gap-2 text-sm">
        <Checkbox
          checked={skipsDone}
          onCheckedChange={(checked) => setSkipsDone(checked === true)}
        />
        {t("skipsDone")}
      </label>
      {error === null ? null : <Notice variant="danger">{errorMessage(error)}</Notice>}
      <Button
        variant="primary"
        icon={<Play />}
        isPending={isPending}
        disabled={!canStart || counts[scope] === 0}
        onClick={() => void start()}
      >
        {t("start")}
      </Button>
    </div>
  );
}

function CurrentRun(props: { projectId: string; model: ProjectModel; run: ModelRun; runs: Runs }) {
  const { projectId, model, runs } = props;
  const t = useTranslations("models.batch");
  const format = useFormatter();
  const batch = useStore(batchStore, (state) => state.batch);
  const mine = batch?.runId === props.run.id && batch.status !== "ended" ? batch : null;
  // What this tab heard with its last claim may be newer than the list.
  const run =
    mine?.run && mine.run.updatedAt > props.run.updatedAt
      ? { ...mine.run, state: props.run.state }
      : props.run;
  const done = run.done + run.failed;
  const pace = usePace(run, done);
  const secondsLeft = pace === null || run.state !== "running" ? null : (run.total - done) / pace;
  return (
    <div className="grid gap-3">
      <Progress
        label={t(run.state === "paused" ? "paused" : "running")}
        done={done}
        total={run.total}
        secondsLeft={secondsLeft}
      />
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs" data-numeric>
        {pace === null ? null : (
          <span>{t("pace", { rate: format.number(pace, { maximumFractionDigits: 1 }) })}</span>
        )}
        <span>{t("found", { count: run.suggestions })}</span>
        <span>{t("workers", { count: Math.max(run.workers, mine ? 1 : 0) })}</span>
        {run.failed > 0 ? <span>{t("failed", { count: run.failed })}</span> : null}
      </p>
      <TabState batch={mine} run={run} />
      <div className="flex flex-wrap gap-2">
        {run.state === "running" && !mine ? (
          <Button
            variant="primary"
            icon={<CirclePlay />}
            onClick={() => joinRun(projectId, run.id, model)}
          >
            {t(run.workers > 0 ? "help" : "goOn")}
          </Button>
        ) : null}
        {run.state === "paused" ? (
          <Button
            variant="primary"
            icon={<CirclePlay />}
            onClick={() => {
              void runs.setState(run.id, "running").then(() => joinRun(projectId, run.id, model));
            }}
          >
            {t("resume")}
          </Button>
        ) : (
          <Button icon={<CirclePause />} onClick={() => void runs.setState(run.id, "paused")}>
            {t("pause")}
          </Button>
        )}
        <Button
          icon={<CircleX />}
          onClick={() => {
            if (mine) leaveRun();
            void runs.setState(run.id, "cancelled");
          }}
        >
          {t("cancel")}
        </Button>
      </div>
    </div>
  );
}

/** What this tab is about; nothing while others work. */
function TabState({ batch, run }: { batch: Batch | null; run: ModelRun }) {
  const t = useTranslations("models.batch");
  const format = useFormatter();
  const problem = useModelProblem();
  if (!batch) {
    return run.state === "running" && run.workers === 0 ? (
      <Notice variant="warning">{t("nobody")}</Notice>
    ) : null;
  }
  switch (batch.status) {
    case "loading":
      return (
        <Progress
          label={t("loading")}
          done={batch.loaded?.bytes ?? 0}
          total={batch.loaded?.total ?? null}
          formatCount={(bytes) => formatBytes(bytes, format)}
        />
      );
    case "away":
      return <Notice variant="warning">{t("away")}</Notice>;
    case "failed":
      return <Notice variant="danger">{problem(batch.error)}</Notice>;
    default:
      return null;
  }
}

function usePace(run: ModelRun, done: number): number | null {
  const [points, setPoints] = useState<readonly PacePoint[]>([]);
  const isRunning = run.state === "running";
  useEffect(() => {
    const atMs = Date.now();
    setPoints((before) => (isRunning ? addPacePoint(before, { atMs, done }) : []));
  }, [isRunning, done]);
  return paceOf(points);
}
