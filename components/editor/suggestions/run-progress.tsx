"use client";

import { useFormatter, useTranslations } from "use-intl";
import { useStore } from "zustand";
import { useModelProblem } from "@/components/models/use-model-problem";
import { Button } from "@/components/ui/button";
import { formatBytes } from "@/components/ui/format-bytes";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import type { Backend } from "@/lib/models/model-runner";
import { modelRuns } from "./model-run";

/** Where the model is with the item: its files, the item, what came of it, or why nothing did. */
export function RunProgress({ onRetry }: { onRetry(): void }) {
  const t = useTranslations("suggestions");
  const format = useFormatter();
  const problemOf = useModelProblem();
  const { phase } = useStore(modelRuns.store);
  switch (phase.kind) {
    case "idle":
      return null;
    case "loading":
      return (
        <Progress
          label={t("loading")}
          done={phase.loaded}
          total={phase.total === 0 ? null : phase.total}
          formatCount={(bytes) => formatBytes(bytes, format)}
        />
      );
    case "running":
    case "saving": {
      const share = phase.kind === "running" ? phase.share : 1;
      return (
        <Progress
          label={t(phase.kind)}
          done={Math.round((share ?? 0) * 100)}
          total={share === null ? null : 100}
          formatCount={(percent) => format.number(percent / 100, { style: "percent" })}
          isCountHidden={share === null}
        />
      );
    }
    case "done":
      return (
        <p role="status" className="text-pretty text-muted-foreground text-xs">
          {t(phase.count === 0 ? "foundNone" : "found", { count: phase.count })}
          {` · ${format.number(Math.round(phase.tookMs))} ms`}
          {phase.on.provider !== "none" ? ` · ${wordsOf(phase.on)}` : ""}
        </p>
      );
    case "failed":
      return (
        <Notice variant="danger">
          <p className="break-words text-xs">{problemOf(phase.error)}</p>
          <Button size="sm" className="mt-1" onClick={onRetry}>
            {t("retry")}
          </Button>
        </Notice>
      );
  }

  function wordsOf({ provider, threads }: Backend): string {
    return provider === "webgpu" ? "WebGPU" : t("wasm", { threads });
  }
}
