"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorMessage } from "@/components/shell/use-error-message";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { ModelSettings, ModelVersion } from "@/lib/api/models";
import { findAdapter } from "@/lib/models/adapters";
import { type ClassTarget, classesOf, proposedTargets } from "./mapping";
import { MappingTable } from "./mapping-table";
import { useMapping } from "./use-mapping";

/** Where the slider stands at first: as in the papers of detectors, unless the model itself says more. */
const USUAL_THRESHOLD = 0.4;

/** Takes a model into use: what becomes of its classes is the one thing to decide. */
export function UseModelDialog(props: {
  projectId: string;
  version: ModelVersion;
  isFirst: boolean;
  onPut(settings: ModelSettings, isDefault: boolean): Promise<boolean>;
  onClose(): void;
}) {
  const { projectId, version, isFirst, onPut, onClose } = props;
  const t = useTranslations("models");
  const errorMessage = useErrorMessage();
  const adapter = findAdapter(version.adapterId);
  const classes = adapter ? classesOf(adapter, version.classes) : [];
  const { labels, resolve } = useMapping(projectId, {
    id: version.adapterId,
    geometry: adapter?.geometry ?? "box",
    media: version.media,
    task: version.task,
  });
  const [targets, setTargets] = useState<readonly ClassTarget[] | null>(null);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // What is proposed depends on the labels, which come a moment later.
  // biome-ignore lint/correctness/useExhaustiveDependencies: proposed once; then it is the person's
  useEffect(() => {
    if (labels && targets === null) setTargets(proposedTargets(classes, labels));
  }, [labels]);

  async function take() {
    if (targets === null) return;
    setPending(true);
    setError(null);
    try {
      const mapping = await resolve(classes, targets);
      const threshold = Math.max(version.options.minScore, USUAL_THRESHOLD);
      const settings = { mapping, threshold, minScore: null, iouThreshold: null, resize: null };
      if (await onPut(settings, isFirst)) onClose();
    } catch (cause) {
      setError(cause);
    } finally {
      setPending(false);
    }
  }

  const isEmpty = targets?.every(({ kind }) => kind === "ignore") ?? true;
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent
        size="lg"
        title={t("use.title", { name: version.name })}
        description={t("use.description")}
        footer={
          <>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button
              variant="primary"
              isPending={isPending}
              disabled={isEmpty}
              onClick={() => void take()}
            >
              {t("use.submit")}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          {targets === null || labels === null ? (
            <Skeleton className="h-64" />
          ) : (
            <MappingTable {...{ classes, targets, labels }} onChange={setTargets} />
          )}
          {isEmpty && targets !== null ? <Notice>{t("use.nothing")}</Notice> : null}
          {error === null ? null : <Notice variant="danger">{errorMessage(error)}</Notice>}
        </div>
      </DialogContent>
    </Dialog>
  );
}
